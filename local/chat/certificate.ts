import { generate } from 'selfsigned'
import { regionHosts } from './regions.ts'

/** A fresh self-signed certificate for loopback and every regional host. `cert` is also the authority to trust. */
export async function makeCertificate(): Promise<{ key: string; cert: string }> {
  const names = ['localhost', ...regionHosts]
  const pems = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [
          ...names.map((value) => ({ type: 2 as const, value })),
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  })
  return { key: pems.private, cert: pems.cert }
}
