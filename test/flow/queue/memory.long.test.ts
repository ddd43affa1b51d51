import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Asked, type MemoryRig, startMemoryRig, workOff } from '../../support/memory/rig.ts'

/** What Lambda leaves of 512 MB to the objects of a worker. */
const HEAP_MB = 460
/** Accounts that one batch of doorbells is about at most, the victim's among them. */
const ACCOUNTS = 10
const LONG_MS = 590_000

let rig: MemoryRig
beforeEach(async () => {
  rig = await startMemoryRig(HEAP_MB)
})
afterEach(() => rig.close())

const idOf = (index: number) => `u${index.toString(36).padStart(6, '0')}`
const friendsOf = (count: number, friendOf: (index: number) => object) =>
  Array.from({ length: count }, (_, index) => friendOf(index))

/** Ten thousand friends as anybody may have them, in 2 MB. */
const ordinary = (userId: string, mark: number): Asked => ({
  userId,
  friends: friendsOf(10_000, (index) => ({
    userId: idOf(index),
    remark: `remark ${mark} of ${index}`.padEnd(85, '.'),
    lists: ['family', 'work'],
    custom: { Test: `value ${mark} of ${index}`.padEnd(40, '.') },
  })),
})

/** Two thousand friends with twenty lists each, in 240 kB. */
const listed = (userId: string, mark: number): Asked => ({
  userId,
  friends: friendsOf(2000, (index) => ({
    userId: `f${index}`,
    lists: Array.from({ length: 20 }, (_, list) => `${String.fromCharCode(97 + list)}${mark % 10}`),
  })),
})

/** Letters that are a name of their own for each number. */
const nameOf = (index: number): string =>
  index < 26 ? String.fromCharCode(97 + index) : `${nameOf(Math.floor(index / 26) - 1)}${nameOf(index % 26)}`
const fields = Object.fromEntries(Array.from({ length: 190_000 }, (_, index) => [nameOf(index), '']))
/** One friend with 190,000 custom fields, as a version before this took it. */
const crowded = (userId: string): Asked => ({ userId, friends: [{ userId: 'bob', custom: fields }] })

interface Bomb {
  readonly name: string
  readonly jobs: number
  readonly asked: (userId: string, mark: number) => Asked
  /** Laid into the table as the version before did, with no word of how large it is. */
  readonly isOld?: true
}
/** Each many times what a worker has room for; more of the same (800 and 60 were tried) takes longer and no other way. */
const bombs: readonly Bomb[] = [
  { name: '50 jobs of 2 MB', jobs: 50, asked: ordinary },
  { name: '320 jobs of 240 kB', jobs: 320, asked: listed },
  {
    name: '40 jobs of 190,000 custom fields, of a version that wrote down no sizes',
    jobs: 40,
    asked: crowded,
    isOld: true,
  },
]

/** Lays so many jobs down for so many accounts; the last of each. */
async function layDown({ jobs: count, asked, isOld }: Bomb, accounts: number) {
  const lasts = new Map<string, Awaited<ReturnType<MemoryRig['accept']>>>()
  for (let index = 0; index < count; index++) {
    const account = `hog${index % accounts}`
    const job = await rig.accept(asked(account, index), 'event:hog')
    if (isOld) await rig.makeOld(job)
    lasts.set(account, job)
  }
  return [...lasts.values()]
}

const toldOf = (jobId: string) => rig.bus.events().filter(({ event }) => Object(event.detail).jobId === jobId)

describe.each(bombs)('$name', (bomb) => {
  test(
    'of one account',
    async () => {
      const { left } = await workOff(rig.worker, await layDown(bomb, 1))
      expect([rig.worker.deaths, left]).toEqual([0, []])
      expect(rig.bus.events()).toHaveLength(bomb.jobs)
    },
    LONG_MS,
  )

  test(
    'of as many accounts as a batch holds, beside a victim who is done once and in time',
    async () => {
      const hogs = await layDown(bomb, ACCOUNTS - 1)
      const victim = await rig.accept({ userId: 'victim', friends: [{ userId: 'bob', remark: 'x' }] }, 'event:crm')
      const working = workOff(rig.worker, [...hogs, victim])
      await expect.poll(() => toldOf(victim.jobId).length, { timeout: 50_000 }).toBe(1)
      const toldBefore = rig.bus.events().length
      const { left } = await working
      expect([rig.worker.deaths, left]).toEqual([0, []])
      expect([toldOf(victim.jobId).length, rig.calls.get('victim')]).toEqual([1, 1])
      expect(rig.bus.events()).toHaveLength(bomb.jobs + 1)
      // By the clock of a busy machine nothing could be said; by its turn the victim comes long before most.
      expect(toldBefore).toBeLessThan(bomb.jobs / 3)
    },
    LONG_MS,
  )
})

test(
  'a worker that dies of a window after all is not killed by the same window again',
  async () => {
    await rig.close()
    rig = await startMemoryRig(HEAP_MB / 2, { JOBS_WINDOW_BYTES: '1000000000' })
    const [last] = await layDown({ name: '', jobs: 60, asked: ordinary }, 1)
    const { left } = await workOff(rig.worker, [last!])
    expect([rig.worker.deaths, left, rig.bus.events().length]).toEqual([1, [], 60])
  },
  LONG_MS,
)
