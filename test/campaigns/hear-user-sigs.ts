import { subscribe } from 'node:diagnostics_channel'
import type { ClientRequest } from 'node:http'
import type { LeakScan } from './leaks.ts'

/** The UserSig that a request to Chat carries in its path, if it does. */
export const userSigIn = (path: string): string => new URLSearchParams(path.split('?')[1]).get('usersig') ?? ''

/** Has a scan know the UserSig of every request that this process makes, over whatever connection, before it goes out. */
export function hearUserSigs(scan: Pick<LeakScan, 'addUserSig'>): void {
  subscribe('http.client.request.created', (message) => {
    const { request } = message as { readonly request: ClientRequest }
    scan.addUserSig('a UserSig', userSigIn(request.path))
  })
}
