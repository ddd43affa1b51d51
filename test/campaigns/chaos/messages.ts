import { LeakScan } from '../leaks.ts'
import type { ChatSide, Kept } from './chat-side.ts'
import { type Effect, writesOf } from './effects.ts'
import { endingOf, type Story } from './history.ts'
import type { Rule, Violation } from './rules.ts'
import { WHISPER } from './workload.ts'

/** What stands in each conversation, by the cells that effects.ts names. */
export type Messages = ReadonlyMap<string, readonly Kept[]>

/** Chat knows a repeat for a second, and the gateway sends one within 0.9 s; what it takes to be seen on the way comes to that. */
const KNOWN_MS = 1200

const isSend = ({ asked }: Story): boolean => asked.operation.startsWith('messages.')

/** Reads all conversations in which something was sent, as the recipients have them. */
export async function readMessages(stories: readonly Story[], side: Pick<ChatSide, 'messages'>): Promise<Messages> {
  const cells = new Set(stories.filter(isSend).flatMap(({ asked }) => writesOf(asked).map(({ cell }) => cell)))
  const messages = new Map<string, readonly Kept[]>()
  for (const cell of cells) {
    const [app = '', from = '', to = ''] = cell.split('/')
    messages.set(cell, await side.messages(app, from, to))
  }
  return messages
}

/** Each message against what its sender was told: none twice, none acknowledged and absent, none failed and there. */
export function checkMessages(
  stories: readonly Story[],
  effects: readonly Effect[],
  leftAt: ReadonlyMap<string, number>,
  messages: Messages,
): Violation[] {
  return stories.filter(isSend).flatMap((story) => {
    const { statuses } = endingOf(story)
    return writesOf(story.asked).flatMap(({ item, cell, value }): Violation[] => {
      const status = statuses[item] ?? 'unknown'
      const copies = (messages.get(cell) ?? []).filter(({ body }) => body[0]?.MsgContent?.Text === value)
      const left = effects
        .filter((one) => one.cell === cell && one.value === value)
        .map(({ random }) => leftAt.get(random))
      const rule = ruleBroken(status, copies, left)
      if (!rule) return []
      const what = `${story.asked.operation} (${story.asked.way}) ${cell}: ${status}, and there ${copies.length} times`
      return [{ rule, what, calls: [story.asked.number] }]
    })
  })
}

function ruleBroken(status: string, copies: readonly Kept[], left: readonly (number | undefined)[]): Rule | undefined {
  if (status === 'ok' && copies.length === 0) return 'acknowledged write lost'
  if (status === 'failed' && copies.length > 0) return 'false failed'
  return copies.length > 1 && status !== 'unknown' && !isOnTheWay(copies, left) ? 'message sent twice' : undefined
}

/** Whether a repeat went out in time and with the same numbers, and Chat had forgotten the first when it came: nobody can help that. */
function isOnTheWay(copies: readonly Kept[], left: readonly (number | undefined)[]): boolean {
  const numbers = new Set(copies.map(({ seq, random }) => `${seq} ${random}`))
  const times = left.filter((at) => at !== undefined)
  return numbers.size === 1 && times.length === left.length && Math.max(...times) - Math.min(...times) <= KNOWN_MS
}

/** What messages say stands in jobs, letters and what is to be sent again, and in no log. */
export function checkWhispers(lines: readonly string[]): Violation[] {
  const scan = new LeakScan({ 'the text of a message': WHISPER })
  for (const line of lines) scan.search('a log', line)
  return scan.leaks.map(({ place, what }) => ({ rule: 'secret leaked', what: `${what} in ${place}`, calls: [] }))
}
