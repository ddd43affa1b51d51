import { createHash } from 'node:crypto'
import { invalid } from '../errors/gateway-error.ts'
import type { Members } from '../json.ts'
import type { PageRules, Position } from '../operation.ts'

/** What a page belongs to: a cursor of anything else would show the wrong page. */
export interface CursorScope {
  readonly operation: string
  readonly app: string
  /** All that is asked for, the page itself excepted. */
  readonly body: Members
  readonly pages?: PageRules | undefined
}

const hashOf = (parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\0')).digest('base64url').slice(0, 12)

/** Enough to tell a cursor of another scope; it guards against mistakes and grants nothing, so it needs no key. */
function checksum({ operation, app, body, pages }: CursorScope, position: string): string {
  const { cursor: _, limit: __, app: ___, ...asked } = body
  const given = Object.entries(asked).filter(([name]) => pages?.of?.includes(name) ?? true)
  return hashOf([operation, app, JSON.stringify(given.toSorted()), position])
}

/** Opaque text for the page that begins at `position`: the first page needs no cursor. */
export function encodeCursor(scope: CursorScope, position: Position): string {
  const text = JSON.stringify(position)
  return `${Buffer.from(text).toString('base64url')}.${checksum(scope, text)}`
}

/**
 * Where the page of `cursor` begins; undefined without one.
 * @throws GatewayError INVALID_REQUEST for a cursor of another operation, app or request, or of nobody's making
 */
export function decodeCursor(scope: CursorScope, cursor: unknown): Position {
  if (typeof cursor !== 'string') return undefined
  const position = positionIn(cursor)
  // The checksum has no key, so a forged position bears it as well: one that no page has must not reach the upstream.
  const isPosition = scope.pages?.isPosition ?? isOfAPage
  if (position !== undefined && isPosition(position) && encodeCursor(scope, position) === cursor) return position
  const before = decodeEarlier(scope, cursor)
  if (before !== undefined) return before
  const message =
    'is not a cursor of this operation, app and account, or what else is asked for has changed; leave it out to start at the first page'
  throw invalid([{ pointer: '/cursor', message }])
}

function positionIn(cursor: string): Position {
  try {
    return JSON.parse(Buffer.from(cursor.slice(0, cursor.indexOf('.')), 'base64url').toString())
  } catch {
    return undefined
  }
}

/** A number counts pages or entries from 0, which is where the first page begins. */
const isOfAPage = (position: Position): boolean =>
  typeof position === 'number' ? Number.isSafeInteger(position) && position > 0 : position !== null

/** A cursor of version 0.1, which a caller may still hold: an integer, for an operation, app and account. */
function decodeEarlier({ operation, app, body }: CursorScope, cursor: string): number | undefined {
  const position = Number.parseInt(cursor, 36)
  if (!Number.isSafeInteger(position) || position <= 0) return undefined
  const earlier = `${position.toString(36)}.${hashOf([operation, app, String(body.userId), String(position)])}`
  return earlier === cursor ? position : undefined
}
