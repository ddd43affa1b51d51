import type { Account, App, Friend } from '../app.ts'
import type { Endpoint } from './index.ts'

/** Everything but the keys; with ?app= one app only. */
export const showState: Endpoint = {
  method: 'GET',
  path: '/_emulator/state',
  does: 'apps, accounts, friends; ?app=NAME for one app',
  answer(world, { query }) {
    const name = query.get('app')
    const apps = [...world.apps.values()].filter((app) => name === null || app.name === name)
    if (apps.length === 0) return { status: 404, body: { error: `no app is named ${name}` } }
    return { status: 200, body: { apps: Object.fromEntries(apps.map((app) => [app.name, stateOf(app)])) } }
  },
}

function stateOf({ name: _name, key, secretKey, customFields, accounts, ...plain }: App): unknown {
  return {
    ...plain,
    rotating: key !== secretKey,
    customFields: Object.fromEntries(customFields),
    accounts: Object.fromEntries([...accounts].map(([userId, account]) => [userId, accountState(account)])),
  }
}

function accountState({ userId: _userId, profile, lists, friends, ...plain }: Account): unknown {
  return {
    ...plain,
    profile: Object.fromEntries(profile),
    lists: [...lists],
    friends: Object.fromEntries([...friends].map(([userId, friend]) => [userId, friendState(friend)])),
  }
}

function friendState({ custom, ...plain }: Friend): unknown {
  return { ...plain, custom: Object.fromEntries(custom) }
}
