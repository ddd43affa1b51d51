import type { webcrypto } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { AsnConvert } from '@peculiar/asn1-schema'
import { GeneralName, GeneralSubtree, GeneralSubtrees, NameConstraints } from '@peculiar/asn1-x509'
import * as x509 from '@peculiar/x509'
import { regionHosts } from './regions.ts'

/** Keys and certificates are PEM. */
export interface Certificate {
  key: string
  cert: string
}

/** What signs the emulator's certificate: a client that trusts `ca.cert` trusts the emulator as any of Chat's hosts. */
export interface Identity {
  ca: Certificate
  server: Certificate
}

const KEYS = { name: 'ECDSA', namedCurve: 'P-256' } as const
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const
const DAY_MS = 86_400_000
/** Clients whose clocks are a little behind must not find it too young. */
const BEFORE_MS = DAY_MS
const CA_DAYS = 3650
/** Apple's clients take no longer one. */
const SERVER_DAYS = 390
const NAMES = ['localhost', ...regionHosts]
const NAME_CONSTRAINTS = '2.5.29.30'
const LOOPBACK = ['127.0.0.1', '::1']

/**
 * A certificate for loopback and each of Chat's hosts, signed by an authority: the one in `caFile`, which is made there where it is
 * missing (readable by its owner alone), or else one that lives as long as this process. The authority may sign for these names only.
 * @throws Error that names the file and the cure where that holds no authority of ours
 */
export async function makeIdentity(caFile?: string): Promise<Identity> {
  const ca = caFile === undefined ? await makeAuthority() : await keptAuthority(caFile)
  try {
    return { ca, server: await makeServer(ca) }
  } catch (cause) {
    if (caFile === undefined) throw cause
    throw notAnAuthority(caFile, cause)
  }
}

async function keptAuthority(file: string): Promise<Certificate> {
  try {
    if (existsSync(file)) return readAuthority(file)
    const made = await makeAuthority()
    writeFileSync(file, made.key + made.cert, { mode: 0o600, flag: 'wx' })
    return made
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    throw new Error(`${file} can be neither read nor made (${code}): name another with --ca-file (option caFile)`, {
      cause: error,
    })
  }
}

function readAuthority(file: string): Certificate {
  const text = readFileSync(file, 'utf8')
  const partOf = (kind: string) => new RegExp(`-----BEGIN ${kind}-----[^-]+-----END ${kind}-----\n?`).exec(text)?.[0]
  const [key, cert] = [partOf('PRIVATE KEY'), partOf('CERTIFICATE')]
  if (key === undefined || cert === undefined) throw notAnAuthority(file)
  const { value } = new x509.X509Certificate(cert).getExtension(NAME_CONSTRAINTS) ?? {}
  // One that an earlier version made may lack hosts that Chat has got since.
  if (!value || !Buffer.from(value).equals(Buffer.from(namesOnly().value))) throw notAnAuthority(file)
  return { key, cert }
}

const notAnAuthority = (file: string, cause?: unknown): Error =>
  new Error(`${file} holds no authority for Chat’s hosts: delete it, and it is made anew`, { cause })

async function makeAuthority(): Promise<Certificate> {
  const keys = await crypto.subtle.generateKey(KEYS, true, ['sign', 'verify'])
  const cert = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Chat emulator (for tests on this machine only)',
    ...validFor(CA_DAYS),
    keys,
    signingAlgorithm: SIGNING,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      namesOnly(),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { key: await pemOf(keys.privateKey), cert: `${cert.toString('pem')}\n` }
}

/** Whoever gets hold of the authority's key must not be able to pose as anybody else. */
function namesOnly(): x509.Extension {
  const names = NAMES.map((dNSName) => new GeneralName({ dNSName }))
  const addresses = ['127.0.0.1/32', '::1/128'].map((iPAddress) => new GeneralName({ iPAddress }))
  const permittedSubtrees = new GeneralSubtrees([...names, ...addresses].map((base) => new GeneralSubtree({ base })))
  return new x509.Extension(NAME_CONSTRAINTS, true, AsnConvert.serialize(new NameConstraints({ permittedSubtrees })))
}

async function makeServer(ca: Certificate): Promise<Certificate> {
  const issuer = new x509.X509Certificate(ca.cert)
  const keys = await crypto.subtle.generateKey(KEYS, true, ['sign', 'verify'])
  const cert = await x509.X509CertificateGenerator.create({
    subject: 'CN=localhost',
    issuer: issuer.subject,
    ...validFor(SERVER_DAYS),
    publicKey: keys.publicKey,
    signingKey: await privateKeyOf(ca.key),
    signingAlgorithm: SIGNING,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        ...NAMES.map((value) => ({ type: 'dns' as const, value })),
        ...LOOPBACK.map((value) => ({ type: 'ip' as const, value })),
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  })
  return { key: await pemOf(keys.privateKey), cert: `${cert.toString('pem')}\n${ca.cert}` }
}

const validFor = (days: number) => ({
  notBefore: new Date(Date.now() - BEFORE_MS),
  notAfter: new Date(Date.now() + days * DAY_MS),
})

const pemOf = async (key: webcrypto.CryptoKey): Promise<string> =>
  `${x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')}\n`

const privateKeyOf = (pem: string): Promise<webcrypto.CryptoKey> =>
  crypto.subtle.importKey('pkcs8', x509.PemConverter.decodeFirst(pem), KEYS, false, ['sign'])
