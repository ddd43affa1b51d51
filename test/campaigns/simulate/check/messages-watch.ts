import { keptOf } from '../../../../local/chat/world/conversations.ts'
import type { World as Chat } from '../../../../local/chat/world/index.ts'
import { LeakScan } from '../../leaks.ts'
import { type Asked, accountOf } from '../asked.ts'
import { type Answer, verdictsOf } from './answers.ts'
import { type Attempt, hasEffect, textOf, WHISPER, WHOLE } from './attempt.ts'
import type { Notes } from './notes.ts'

/** One account's own copy of a request's message. */
interface Copy {
  readonly app: string
  readonly from: string
  readonly to: string
  readonly mark: number
}

const ONCE = 'a message comes once'
const THERE = 'a message that is acknowledged is there, and one that failed is not'

/** What recipients have in truth of the messages sent to them, held against what senders are told. */
export class MessagesWatch {
  /** Where the messages are. Set once the world is there. */
  chat: Chat | undefined
  readonly #notes: Notes
  /** What messages say stands in jobs, letters and what is to be sent again, and in no log. */
  readonly #texts = new LeakScan({ 'the text of a message': WHISPER })
  readonly #sent = new Set<string>()
  readonly #acknowledged = new Map<string, Copy>()

  constructor(notes: Notes) {
    this.#notes = notes
  }

  /** A call took effect, or was dropped as a repeat of one that had: Chat says OK to both. */
  carriedOut(attempt: Attempt): void {
    const { app, message, marks } = attempt
    for (const [id, marked] of message ? marks : []) {
      const [first] = marked
      if (!message || !first || !hasEffect(attempt, id)) continue
      const to = id === WHOLE ? (message.to[0] ?? '') : id
      this.#noteSent({ app, from: message.from, to, mark: first.mark })
    }
  }

  /** A sender has heard what became of a request. */
  told(asked: Asked, answer: Answer): void {
    if (!asked.operation.startsWith('messages.')) return
    const { app, userId: from = '', peerId } = asked.body
    for (const [id, said] of verdictsOf(asked, answer)) {
      const copy = { app, from, to: id === WHOLE ? String(peerId) : id, mark: asked.mark }
      if (said === 'ok') {
        this.#acknowledged.set(keyOf(copy), copy)
        this.#expect(copy, 1, accountOf(asked))
      }
      // A refusal of the request says nothing of the one before under its key.
      const isOfThisRequest = answer.body.outcome !== undefined && asked.leftBehind === undefined
      if (said === 'failed' && isOfThisRequest) this.#expect(copy, 0, accountOf(asked))
    }
  }

  /** Something that the gateway logs. */
  logged(line: string): void {
    this.#texts.search('the log', line)
    const [leak] = this.#texts.leaks
    if (leak) this.#notes.break('nothing secret leaks', `${leak.what}, in ${leak.place}`)
  }

  /** Whatever was acknowledged is still there, and still once. */
  checkAtEnd(): void {
    for (const copy of this.#acknowledged.values()) this.#expect(copy, 1, `${copy.app}/${copy.from}`)
  }

  #noteSent(copy: Copy): void {
    const key = keyOf(copy)
    this.#notes.count(this.#sent.has(key) ? 'messages sent again that Chat dropped' : 'messages sent')
    this.#sent.add(key)
    const count = this.#count(copy)
    if (count > 1)
      this.#notes.break(ONCE, `#${copy.mark}; is there ${count} times for ${copy.to}`, `${copy.app}/${copy.from}`)
  }

  #expect(copy: Copy, wanted: number, about: string): void {
    const count = this.#count(copy)
    const said = wanted === 0 ? 'failed' : 'ok'
    if (count !== wanted)
      this.#notes.break(THERE, `#${copy.mark}; is ${said}, and there ${count} times for ${copy.to}`, about)
  }

  /** How often the recipient has it. */
  #count({ app, from, to, mark }: Copy): number {
    const found = this.chat?.apps.get(app)
    if (!found) throw new Error(`the simulated Chat has no app ${app}`)
    const text = textOf(mark)
    return keptOf(found, to, from).filter(({ message: { body } }) => Object(body[0]).MsgContent?.Text === text).length
  }
}

const keyOf = ({ app, from, to, mark }: Copy): string => [app, from, to, mark].join(' ')
