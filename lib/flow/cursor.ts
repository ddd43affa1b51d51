import { createHash } from 'node:crypto'
import { invalid } from '../errors/gateway-error.ts'

/** What a page belongs to: a cursor of anything else would show the wrong page. */
export interface CursorScope {
  readonly operation: string
  readonly app: string
  readonly userId: string
}

/** Enough to tell a cursor of another scope; it guards against mistakes and grants nothing, so it needs no key. */
const checksum = ({ operation, app, userId }: CursorScope, position: number): string =>
  createHash('sha256').update([operation, app, userId, position].join('\0')).digest('base64url').slice(0, 12)

/** Opaque text for the page that begins at `position`, a safe integer above 0: the first page needs no cursor. */
export const encodeCursor = (scope: CursorScope, position: number): string =>
  `${position.toString(36)}.${checksum(scope, position)}`

/**
 * Where the page of `cursor` begins; 0 without one.
 * @throws GatewayError INVALID_REQUEST for a cursor of another operation, app or account, or of nobody's making
 */
export function decodeCursor(scope: CursorScope, cursor: string | undefined): number {
  if (cursor === undefined) return 0
  const position = Number.parseInt(cursor, 36)
  // The checksum has no key, so a forged position bears it as well: one that no page has must not reach the upstream.
  const isOfAPage = Number.isSafeInteger(position) && position > 0
  if (isOfAPage && encodeCursor(scope, position) === cursor) return position
  const message = 'is not a cursor of this operation, app and account; leave it out to start at the first page'
  throw invalid([{ pointer: '/cursor', message }])
}
