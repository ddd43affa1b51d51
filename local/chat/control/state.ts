import type { Account } from '../world/account.ts'
import type { App } from '../world/app.ts'
import type { Endpoint } from './endpoint.ts'

/** Everything but the keys; with ?app= one app only, with ?account= one account only. */
export const showState: Endpoint = {
  method: 'GET',
  path: '/_emulator/state',
  does: 'apps, accounts, friends; ?app=NAME, ?account=USERID for one',
  parameters: ['app', 'account'],
  answer(world, { query }) {
    const name = query.get('app')
    const userId = query.get('account')
    const apps = [...world.apps.values()].filter((app) => name === null || app.name === name)
    if (apps.length === 0) return { status: 404, body: { error: `no app is named ${name}` } }
    const having = apps.filter((app) => userId === null || app.accounts.has(userId))
    if (having.length === 0) {
      return { status: 404, body: { error: `no account of ${name ?? 'any app'} is named ${userId}` } }
    }
    return { status: 200, body: { apps: Object.fromEntries(having.map((app) => [app.name, stateOf(app, userId)])) } }
  },
}

function stateOf(app: App, only: string | null): unknown {
  const { name: _name, key, secretKey, accounts, ...rest } = app
  const shown = [...accounts].filter(([userId]) => only === null || userId === only)
  return {
    ...(plain(rest) as object),
    rotating: key !== secretKey,
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
