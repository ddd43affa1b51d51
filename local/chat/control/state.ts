import { Misread } from '../reading.ts'
import type { Account } from '../world/account.ts'
import type { App } from '../world/app.ts'
import { conversationOf, countKept } from '../world/conversations.ts'
import { unreadOf } from '../world/unread.ts'
import type { Endpoint } from './endpoint.ts'

/** Everything but the keys; with ?app= one app only, with ?account= one account only, with two ?conversation= the messages between two. */
export const showState: Endpoint = {
  method: 'GET',
  path: '/_emulator/state',
  does: 'apps, accounts, friends; ?app=NAME, ?account=USERID for one; ?conversation=USERID&conversation=USERID for messages',
  parameters: ['app', 'account', 'conversation'],
  answer(world, { query }) {
    const name = query.get('app')
    const userIds = wantedOf(query)
    const apps = [...world.apps.values()].filter((app) => name === null || app.name === name)
    if (apps.length === 0) return { status: 404, body: { error: `no app is named ${name}` } }
    // Who was deleted is in the other one's history still.
    const isThere = (app: App) => userIds.some((userId) => app.accounts.has(userId))
    const having = apps.filter((app) => userIds.length === 0 || isThere(app))
    if (having.length === 0) {
      return { status: 404, body: { error: `no account of ${name ?? 'any app'} is named ${userIds.join(' or ')}` } }
    }
    const [one, other] = userIds
    const shown = (app: App) => (other === undefined ? stateOf(app, one) : { conversation: sidesOf(app, one!, other) })
    return { status: 200, body: { apps: Object.fromEntries(having.map((app) => [app.name, shown(app)])) } }
  },
}

/** The account asked for, or the two of a conversation; none for all. A UserID may hold any sign, so that each has a parameter to itself. */
function wantedOf(query: URLSearchParams): string[] {
  const place = { value: query, path: '?conversation' }
  const accounts = query.getAll('account')
  const sides = query.getAll('conversation')
  if (sides.length === 0) return accounts.slice(0, 1)
  if (sides.length !== 2) throw new Misread(place, 'must stand twice, once for each UserID')
  if (accounts.length > 0) throw new Misread(place, 'must not stand beside ?account')
  return sides
}

/** What each of two accounts has of the messages between them, oldest first, and how much of it is unread. */
function sidesOf(app: App, one: string, other: string): unknown {
  const sides = new Set([one, other])
  return Object.fromEntries(
    [...sides].map((owner) => {
      const peer = owner === one ? other : one
      const { kept = [], readUntil = 0 } = conversationOf(app, one, other)?.sides.get(owner) ?? {}
      const messages = kept.map(({ message, unread }) => plain({ ...message, unread }))
      return [owner, { unread: unreadOf(app, owner, peer), readUntil, messages }]
    }),
  )
}

function stateOf(app: App, only: string | undefined): unknown {
  const { name: _name, key, secretKey, accounts, conversations: _conversations, ...rest } = app
  const shown = [...accounts].filter(([userId]) => only === undefined || userId === only)
  return {
    ...(plain(rest) as object),
    rotating: key !== secretKey,
    messages: countKept(app),
    accounts: Object.fromEntries(shown.map(([userId, account]) => [userId, accountState(account)])),
  }
}

function accountState({ userId: _userId, ...rest }: Account): unknown {
  return plain(rest)
}

/** The value as JSON has it: maps are objects there, and sets lists. */
function plain(value: unknown): unknown {
  if (value instanceof Map) return plain(Object.fromEntries(value))
  if (value instanceof Set) return plain([...value])
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]))
}
