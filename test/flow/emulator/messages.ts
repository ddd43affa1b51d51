import { type ChatReply, Emulator, smallSeed } from './client.ts'

export const text = (Text: string) => [{ MsgType: 'TIMTextElem', MsgContent: { Text } }]
export const MsgBody = text('hi')

/** 2033-05-18T03:33:20Z, on the second. */
export const NOON = 2_000_000_000

/** A message as the state shows it on one side. */
export interface KeptMessage {
  key: string
  from: string
  to: string
  body: unknown[]
  customData?: string
  recalled: boolean
  unread: boolean
}
export interface KeptSide {
  unread: number
  readUntil: number
  messages: KeptMessage[]
}

type Seed = NonNullable<Parameters<typeof smallSeed>[0]>
type Limits = NonNullable<Parameters<typeof smallSeed>[1]>

/** An emulator of the accounts a, b and c whose clock the test moves, and what a test asks of messages. */
export class Messenger {
  /** ms since 1970 */
  now = NOON * 1000
  emulator!: Emulator

  static async start(members: Seed = {}, limits: Limits = {}): Promise<Messenger> {
    const messenger = new Messenger()
    messenger.emulator = await Emulator.start({ seed: smallSeed(members, limits), now: () => messenger.now })
    // The time is years ahead of the signer's.
    messenger.emulator.expireSeconds = 10 ** 9
    return messenger
  }

  call(command: string, body: Record<string, unknown>): Promise<ChatReply> {
    return this.emulator.call(command, body)
  }

  /** sendmsg from a to b with these members in place of, or beside, the usual ones. */
  send(members: Record<string, unknown> = {}): Promise<ChatReply> {
    return this.call('sendmsg', { From_Account: 'a', To_Account: 'b', MsgRandom: 7, MsgSeq: 1, MsgBody, ...members })
  }

  async code(command: string, body: Record<string, unknown>): Promise<number> {
    return (await this.call(command, body)).ErrorCode
  }

  /** What `owner` has of its conversation with `peer`, as the state shows it. */
  async side(owner: string, peer: string): Promise<KeptSide> {
    const query = new URLSearchParams([
      ['conversation', owner],
      ['conversation', peer],
    ])
    type State = { apps: { default: { conversation: Record<string, KeptSide> } } }
    const [, state] = await this.emulator.control<State>('GET', `state?${query}`)
    return state.apps.default.conversation[owner]!
  }

  async keys(owner: string, peer: string): Promise<string[]> {
    return (await this.side(owner, peer)).messages.map(({ key }) => key)
  }
}
