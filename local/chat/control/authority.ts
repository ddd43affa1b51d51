import type { Endpoint } from './endpoint.ts'

/** What a client must trust to call the emulator over https, or through it as a proxy. */
export const showAuthority: Endpoint = {
  method: 'GET',
  path: '/_emulator/ca',
  does: 'the certificate to trust for https, PEM',
  async answer(world) {
    return { status: 200, body: (await world.identity()).ca.cert }
  },
}
