import type { Chat, Seed } from '../local/chat/index.ts'

const KEY = '0123456789abcdef'.repeat(4)
export const ADMIN = 'administrator'
export const SDK_APP_ID = 1_400_000_000

/** One app: accounts `a0`, `a1` and so on, each with the friends `f0`, `f1` and so on. */
export function seedOf(accounts: number, friendsEach: number, limits: NonNullable<Seed['limits']> = {}): Seed {
  const friends = Object.fromEntries(Array.from({ length: friendsEach }, (_, index) => [`f${index}`, {}]))
  const people = Array.from({ length: accounts }, (_, index) => [`a${index}`, { friends }])
  const app = {
    sdkAppId: SDK_APP_ID,
    region: 'singapore' as const,
    admins: [ADMIN],
    secretKey: KEY,
    accounts: { ...friends, ...Object.fromEntries(people) },
  }
  return { limits, apps: { default: app } }
}

/** What the emulator saw. */
export interface Seen {
  readonly calls: number
  /** Calls a second between the first and the last. */
  readonly perSecond: number
  /** Most calls in any one second. */
  readonly worstSecond: number
  /** Answered that the account is being written (30008), and that the quota is exceeded (60007). */
  readonly conflicts: number
  readonly overQuota: number
}

interface Call {
  readonly time: string
  readonly answer: { readonly ErrorCode: number } | null
}

/** The emulator keeps its last 1,000 calls: more are read by asking in time. */
export class Watcher {
  readonly #chat: Chat
  readonly #calls = new Map<string, Call>()

  constructor(chat: Chat) {
    this.#chat = chat
  }

  async look(): Promise<void> {
    const { calls } = (await (await fetch(`${this.#chat.url}/_emulator/calls`)).json()) as {
      calls: (Call & { random: string })[]
    }
    for (const call of calls) this.#calls.set(`${call.time} ${call.random}`, call)
  }

  seen(): Seen {
    const calls = [...this.#calls.values()]
    const times = calls.map(({ time }) => Date.parse(time)).toSorted((a, b) => a - b)
    const span = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000
    const answered = (code: number) => calls.filter(({ answer }) => answer?.ErrorCode === code).length
    return {
      calls: calls.length,
      perSecond: span === 0 ? 0 : (calls.length - 1) / span,
      worstSecond: worstSecond(times),
      conflicts: answered(30008),
      overQuota: answered(60007),
    }
  }
}

/** The most times that lie within one second; they are sorted. */
function worstSecond(times: readonly number[]): number {
  let first = 0
  return Math.max(
    0,
    ...times.map((at, last) => {
      while (times[first]! <= at - 1000) first++
      return last - first + 1
    }),
  )
}
