import type { Seed } from '../../../local/chat/index.ts'
import type { Random } from '../random.ts'
import { APPS } from './faults.ts'

type SeedApp = Seed['apps'][string]
type SeedAccount = NonNullable<SeedApp['accounts']>[string]

const REGIONS = ['singapore', 'frankfurt', 'tokyo', 'seoul'] as const

/** The accounts of a campaign, as the calls that are drawn need them. */
export class Roster {
  readonly owners = 60
  readonly friends = 10
  readonly #apps = new Map<string, Record<string, SeedAccount>>()

  constructor() {
    for (const app of APPS) this.#apps.set(app, this.#beginApp())
  }

  #beginApp(): Record<string, SeedAccount> {
    const ids = Array.from({ length: this.friends }, (_, index) => `f${index}`)
    const accounts: Record<string, SeedAccount> = { s0: {}, ...Object.fromEntries(ids.map((id) => [id, {}])) }
    for (let index = 0; index < this.owners; index++) {
      accounts[`u${index}`] = { lists: ['work'], friends: Object.fromEntries(ids.map((id) => [id, {}])) }
    }
    return accounts
  }

  /** Makes an account and how it stands to its owner; the owner too, where it is not there. */
  add(app: string, owner: string, id: string, relation?: 'friend' | 'blocked'): void {
    const accounts = this.#apps.get(app)!
    accounts[id] ??= {}
    accounts[owner] ??= { lists: ['work', 'old'], friends: {} }
    if (relation === 'friend') accounts[owner].friends = { ...accounts[owner].friends, [id]: {} }
    if (relation === 'blocked') accounts[owner].blocked = { ...accounts[owner].blocked, [id]: {} }
  }

  /** Makes an account that stands to nobody. */
  addStranger(app: string, id: string): void {
    this.#apps.get(app)![id] ??= {}
  }

  /** Whoever wants this account as a friend has to ask. */
  asks(app: string, id: string): void {
    this.#apps.get(app)![id] = { allowType: 'ask' }
  }

  /** @param random draws the keys, which open nothing but the emulator */
  seed(random: Random): Seed {
    const apps = [...this.#apps].map(([name, accounts], index): [string, SeedApp] => [
      name,
      {
        sdkAppId: 1_400_000_000 + index,
        region: REGIONS[index % REGIONS.length]!,
        admins: ['administrator'],
        secretKey: Array.from({ length: 64 }, () => random.whole(0, 15).toString(16)).join(''),
        customFields: { Test: 'string' },
        accounts,
      },
    ])
    return {
      strictRandom: true,
      limits: { userSigFailures: 1000, friends: 100_000, pending: 100_000, blocked: 100_000, pushesPerDay: 100_000 },
      apps: Object.fromEntries(apps),
    }
  }
}
