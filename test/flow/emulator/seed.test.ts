import { mkdtempSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { type Seed, startChat } from '../../../local/chat/index.ts'
import { Emulator, smallSeed } from './client.ts'

const app = smallSeed().apps.default!
const withApp = (members: object) => ({ apps: { default: { ...app, ...members } } })
const withAlone = (members: object) => withApp({ accounts: { a: members, b: {} } })

test.each([
  ['no object', [], 'the document must be an object'],
  ['no apps', {}, 'apps must be an object'],
  ['empty apps', { apps: {} }, 'apps must name an app'],
  ['unknown member', { apps: {}, users: {} }, 'users is unknown; known here: $comment, limits, strictRandom, apps'],
  ['app name', { apps: { 'a b': app } }, 'apps.a b must be named with'],
  ['doubled sdkAppId', { apps: { a: app, b: app } }, 'apps must not repeat a sdkAppId'],
  ['sdkAppId', withApp({ sdkAppId: '7' }), 'apps.default.sdkAppId must be an integer'],
  ['region', withApp({ region: 'mumbai' }), 'apps.default.region must be one of china, singapore'],
  ['admins', withApp({ admins: [] }), 'apps.default.admins must name an administrator'],
  ['admins no list', withApp({ admins: 'a' }), 'apps.default.admins must be a list'],
  ['key', withApp({ secretKey: '' }), 'apps.default.secretKey must be a non-empty string'],
  ['status', withApp({ status: 'gone' }), 'apps.default.status must be one of active'],
  ['address', withApp({ allowedIps: [1] }), 'apps.default.allowedIps[0] must be a non-empty string'],
  [
    'custom field name',
    withApp({ customFields: { Test1: 'string' } }),
    'apps.default.customFields.Test1 must be named',
  ],
  ['custom field type', withApp({ customFields: { T: 'bool' } }), 'apps.default.customFields.T must be one of string'],
  ['otherApp', withApp({ accounts: { a: { otherApp: 1 } } }), 'apps.default.accounts.a.otherApp must be true or false'],
  [
    'stranger',
    withApp({ accounts: { a: { friends: { z: {} } } } }),
    'accounts.a.friends.z is the friend of an account',
  ],
  [
    'undeclared field',
    withApp({ accounts: { a: { friends: { a: { custom: { X: 'x' } } } } } }),
    'friends.a.custom.X is not declared',
  ],
  ['allowType', withAlone({ allowType: 'maybe' }), 'accounts.a.allowType must be one of accept, ask, deny'],
  ['blocked stranger', withAlone({ blocked: { z: {} } }), 'accounts.a.blocked.z is an account that the app has not'],
  ['blocked self', withAlone({ blocked: { a: {} } }), 'accounts.a.blocked.a is the account itself'],
  ['blocked member', withAlone({ blocked: { b: { since: 1 } } }), 'accounts.a.blocked.b.since is unknown'],
  ['blocked time', withAlone({ blocked: { b: { blockedAt: -1 } } }), 'blocked.b.blockedAt must be an integer'],
  ['blocked no object', withAlone({ blocked: ['b'] }), 'accounts.a.blocked must be an object'],
  ['pending stranger', withAlone({ pending: { z: {} } }), 'accounts.a.pending.z is an account that the app has not'],
  ['pending self', withAlone({ pending: { a: {} } }), 'accounts.a.pending.a is the account itself'],
  ['pending friend', withAlone({ friends: { b: {} }, pending: { b: {} } }), 'accounts.a.pending.b is a friend already'],
  ['pending member', withAlone({ pending: { b: { remark: 'x' } } }), 'accounts.a.pending.b.remark is unknown'],
  ['pending wording', withAlone({ pending: { b: { wording: 1 } } }), 'pending.b.wording must be a non-empty string'],
  ['sequence name', withAlone({ sequences: { groups: 1 } }), 'accounts.a.sequences.groups is unknown'],
  ['sequence', withAlone({ sequences: { lists: 0 } }), 'accounts.a.sequences.lists must be an integer from 1'],
  ['page of nothing', { ...withApp({}), limits: { friendsPage: 0 } }, 'limits.friendsPage must be an integer from 1'],
  ['strictRandom', { ...withApp({}), strictRandom: 1 }, 'strictRandom must be true or false'],
  [
    'custom profile field',
    withApp({ customProfileFields: { Nickname9: 'string' } }),
    'apps.default.customProfileFields.Nickname9 must be named',
  ],
  ['plan', withApp({ plan: 'free' }), 'apps.default.plan must be one of trial, paid'],
  ['account deletion', withApp({ accountDeletion: 1 }), 'apps.default.accountDeletion must be true or false'],
  ['push to all', withApp({ pushToAll: 1 }), 'apps.default.pushToAll must be true or false'],
  ['profile tag', withApp({ readOnlyProfileTags: ['Nick'] }), 'readOnlyProfileTags[0] is the tag of no profile field'],
  ['hidden tag', withApp({ writeOnlyProfileTags: ['x'] }), 'writeOnlyProfileTags[0] is the tag of no profile field'],
  ['attribute slot', withApp({ attributeNames: { '10': 'x' } }), 'apps.default.attributeNames.10 is unknown'],
  ['bot', withApp({ bots: ['robot'] }), 'apps.default.bots[0] must begin with @RBT#'],
  ['profile field', withAlone({ profile: { Age: 3 } }), 'accounts.a.profile.Age is no standard profile field'],
  ['profile value', withAlone({ profile: { Level: 'x' } }), 'accounts.a.profile.Level is no value of this'],
  ['platform', withAlone({ sessions: { Fridge: {} } }), 'accounts.a.sessions.Fridge must be one of iPhone'],
  ['presence', withAlone({ sessions: { Web: { presence: 'x' } } }), 'sessions.Web.presence must be one of Online'],
  ['session time', withAlone({ sessions: { Web: { since: -1 } } }), 'sessions.Web.since must be an integer from 0'],
  ['mute', withAlone({ mutes: { group: 'long' } }), 'accounts.a.mutes.group must be an integer from 0'],
  ['kind of mute', withAlone({ mutes: { c2c: 1 } }), 'accounts.a.mutes.c2c is unknown'],
  ['tag', withAlone({ tags: [1] }), 'accounts.a.tags[0] must be a non-empty string'],
  ['attribute', withAlone({ attributes: { x: 'y' } }), 'accounts.a.attributes.x is not named among the attributeNames'],
  ['undeclared profile field', withAlone({ customProfile: { X: 'x' } }), 'accounts.a.customProfile.X is not declared'],
  ['unknown limit', { ...withApp({}), limits: { callsPerDay: 1 } }, 'limits.callsPerDay is unknown'],
  ['limit', { ...withApp({}), limits: { lists: -1 } }, 'limits.lists must be an integer from 0'],
])('a bad seed is refused with its place: %s', async (_what, seed, message) => {
  await expect(startChat({ port: 0, seed: seed as Seed })).rejects.toThrow(`the seed is no good seed: `)
  await expect(startChat({ port: 0, seed: seed as Seed })).rejects.toThrow(message)
})

test('a seed file is read, and a bad one is named', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'seed-'))
  const good = path.join(folder, 'good.json')
  writeFileSync(good, JSON.stringify(smallSeed()))
  const emulator = await Emulator.start({ seed: good })
  expect(Object.keys((await emulator.account('a')).friends)).toEqual(['b'])
  const bad = path.join(folder, 'bad.json')
  writeFileSync(bad, '{')
  await expect(startChat({ port: 0, seed: bad })).rejects.toThrow(bad)
  await expect(startChat({ port: 0, seed: path.join(folder, 'none.json') })).rejects.toThrow('none.json')
})

test('secrets are what the gateway reads, with the emulator as endpoint', async () => {
  const emulator = await Emulator.start()
  expect(emulator.chat.secrets()).toEqual({
    default: {
      sdkAppId: 1400000000,
      adminUserId: 'administrator',
      secretKey: expect.stringMatching(/^[0-9a-f]{64}$/),
      region: 'singapore',
      endpoint: emulator.chat.url,
      integerFields: ['Level'],
    },
    europe: {
      sdkAppId: 1400000001,
      adminUserId: 'europe_admin',
      secretKey: expect.stringMatching(/^[0-9a-f]{64}$/),
      region: 'frankfurt',
      endpoint: emulator.chat.url,
      integerFields: [],
    },
    china: expect.objectContaining({ sdkAppId: 1400000002, region: 'china' }),
  })
})

test('consent, blocklist, requests and sequences are taken from the seed, and shown', async () => {
  const accounts = {
    a: {
      allowType: 'deny',
      blocked: { b: {}, c: { blockedAt: 7 } },
      pending: { c: { source: 'AddSource_Type_Web', wording: 'hi', askedAt: 9 }, b: {} },
      sequences: { lists: 4, blocklist: 13 },
    },
    b: {},
    c: {},
  } as const
  const emulator = await Emulator.start({ seed: smallSeed({ accounts }) })
  expect(await emulator.account('a')).toMatchObject({
    allowType: 'deny',
    blocked: { b: 1_700_000_000, c: 7 },
    pending: {
      b: { addSource: 'AddSource_Type_Import', askedAt: 1_700_000_000 },
      c: { addSource: 'AddSource_Type_Web', addWording: 'hi', askedAt: 9 },
    },
    sequences: { standard: 1, custom: 1, lists: 4, blocklist: 13 },
  })
  expect(await emulator.account('b')).toMatchObject({ allowType: 'accept', blocked: {}, pending: {} })
})

test('an administrator is an account too', async () => {
  const emulator = await Emulator.start()
  expect(await emulator.account('administrator')).toMatchObject({ friends: {} })
})
