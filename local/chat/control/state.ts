import type { Account, Friend } from '../world/account.ts'
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
  const { name: _name, key, secretKey, customFields, customProfileFields, accounts, ...plain } = app
  const shown = [...accounts].filter(([userId]) => only === null || userId === only)
  return {
    ...plain,
    rotating: key !== secretKey,
    customFields: Object.fromEntries(customFields),
    customProfileFields: Object.fromEntries(customProfileFields),
    accounts: Object.fromEntries(shown.map(([userId, account]) => [userId, accountState(account)])),
  }
}

function accountState(account: Account): unknown {
  const { userId: _userId, profile, lists, friends, blocked, pending, ...plain } = account
  return {
    ...plain,
    profile: Object.fromEntries(profile),
    lists: [...lists],
    friends: Object.fromEntries([...friends].map(([userId, friend]) => [userId, friendState(friend)])),
    blocked: Object.fromEntries(blocked),
    pending: Object.fromEntries(pending),
  }
}

function friendState({ custom, ...plain }: Friend): unknown {
  return { ...plain, custom: Object.fromEntries(custom) }
}
