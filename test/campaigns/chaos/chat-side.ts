import type { CallRecord } from '../../../local/chat/index.ts'
import { ask } from './ask.ts'
import { type Fault, kindOf, kindOfNet } from './faults.ts'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'

/** A message as its recipient has it in the emulator. */
export interface Kept {
  readonly from: string
  readonly seq: number
  readonly random: number
  readonly body: readonly { readonly MsgContent?: { readonly Text?: string } }[]
}

/** The way to Chat: two proxies before the emulator, what goes wrong there, and all that passed. */
export class ChatSide {
  readonly #proxies: Readonly<Record<'primary' | 'backup', TcpProxy>>
  /** What the emulator has carried out or refused, in the order of its doing. */
  readonly records: CallRecord[] = []
  /** What went wrong on the way of a call, by its `random`. */
  readonly troubles = new Map<string, string>()
  /** When each call left its sender, by its `random`. */
  readonly leftAt = new Map<string, number>()
  /** Every UserSig that was used. */
  readonly userSigs = new Set<string>()
  /** The kind of each fault that a call or connection has met. */
  readonly strikes: string[] = []
  #chat = new URL('http://127.0.0.1:9')

  private constructor(proxies: ChatSide['origins'], started: Readonly<Record<'primary' | 'backup', TcpProxy>>) {
    this.origins = proxies
    this.#proxies = started
  }

  /** What a secret's `endpoint` says. */
  readonly origins: readonly [primary: string, backup: string]

  static async start(): Promise<ChatSide> {
    const late: { side?: ChatSide } = {}
    const start = () =>
      startTcpProxy({
        target: () => late.side!.#chat,
        struck: (net) => void late.side!.strikes.push(kindOfNet(net)),
        asked: (head, fault) => late.side!.#asked(head, fault && JSON.stringify(fault)),
        left: (head) => late.side!.#asked(head, 'its client left'),
      })
    const started = { primary: await start(), backup: await start() }
    late.side = new ChatSide([started.primary.url, started.backup.url], started)
    return late.side
  }

  /** Where the emulator is; until this is said, nobody is there. */
  leadTo(url: string): void {
    this.#chat = new URL(url)
  }

  heard(record: CallRecord): void {
    this.records.push(record)
    if (record.fault) this.strikes.push('Chat')
  }

  #asked(head: string, trouble: string | undefined): void {
    const query = new URLSearchParams(head.split(' ')[1]?.split('?')[1] ?? '')
    const userSig = query.get('usersig')
    if (userSig) this.userSigs.add(userSig)
    const random = query.get('random') ?? ''
    if (!this.leftAt.has(random)) this.leftAt.set(random, Date.now())
    if (trouble !== undefined) this.troubles.set(random, trouble)
  }

  /** Lets a fault loose. @returns false where it is none of this side's */
  async loose(fault: Fault): Promise<boolean> {
    switch (fault.at) {
      case 'network':
        this.#proxies[fault.host].arm(fault.net)
        return true
      case 'host down':
        this.strikes.push(kindOf(fault))
        await this.#proxies[fault.host].down(fault.ms)
        return true
      case 'Chat':
        await this.#control('faults', { ...(fault.app && { app: fault.app }), fault: fault.fault })
        return true
      case 'key rotation': {
        const { app, order, gapMs } = fault
        const isTaken = await this.#control('rotate', { app, order, ...(order !== 'together' && { gapMs }) })
        if (isTaken) this.strikes.push(kindOf(fault))
        return true
      }
      default:
        return false
    }
  }

  /** A rotation of an app that is in the midst of one is refused (409), which is nobody's fault. */
  async #control(what: string, body: object): Promise<boolean> {
    const { status, text } = await ask(`${this.#chat.origin}/_emulator/${what}`, { body })
    if (status !== 200 && status !== 409) throw new Error(`the emulator refused ${what}: ${text}`)
    return status === 200
  }

  async state(): Promise<unknown> {
    return JSON.parse((await ask(`${this.#chat.origin}/_emulator/state`, { method: 'GET' })).text)
  }

  /** What one account has of the messages that another sent it. */
  async messages(app: string, from: string, to: string): Promise<readonly Kept[]> {
    const query = new URLSearchParams([
      ['app', app],
      ['conversation', from],
      ['conversation', to],
    ])
    const { text } = await ask(`${this.#chat.origin}/_emulator/state?${query}`, { method: 'GET' })
    const { apps } = JSON.parse(text) as {
      apps?: Record<string, { conversation: Record<string, { messages: Kept[] }> }>
    }
    return (apps?.[app]?.conversation[to]?.messages ?? []).filter((message) => message.from === from)
  }

  async mend(): Promise<void> {
    for (const proxy of Object.values(this.#proxies)) proxy.mend()
    await ask(`${this.#chat.origin}/_emulator/faults`, { method: 'DELETE' })
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.#proxies).map((proxy) => proxy.close()))
  }
}
