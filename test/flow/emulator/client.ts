import { createRequire } from 'node:module'
import { onTestFinished } from 'vitest'
import type { CallRecord } from '../../../local/chat/calls.ts'
import { commands } from '../../../local/chat/commands/index.ts'
import { type Chat, type ChatOptions, type Seed, startChat } from '../../../local/chat/index.ts'

interface Signer {
  genUserSig(userId: string, expireSeconds: number): string
}
// The vendor's own signer, so that the emulator is not judged by a copy of its own reading; it ships without types.
const { Api } = createRequire(import.meta.url)('tls-sig-api-v2') as { Api: new (id: number, key: string) => Signer }

export function sign(sdkAppId: number, key: string, userId = 'administrator', expireSeconds = 3600): string {
  return new Api(sdkAppId, key).genUserSig(userId, expireSeconds)
}

export interface ItemRow {
  To_Account: string
  ResultCode: number
  ResultInfo: string
  Relation?: string
  SnsProfileItem?: Array<{ Tag: string; Value: unknown }>
}

export interface ChatReply {
  [member: string]: unknown
  ActionStatus: string
  ErrorCode: number
  ErrorInfo: string
  ErrorDisplay?: string
  ResultItem?: ItemRow[]
  InfoItem?: ItemRow[]
  BlackListCheckItem?: ItemRow[]
  Fail_Account?: string[]
}

export interface FriendState {
  remark?: string
  lists: string[]
  custom: Record<string, unknown>
  addSource: string
  addTime: number
  addWording?: string
  remarkTime?: number
}

export interface AccountState {
  profile: Record<string, string>
  lists: string[]
  writing: boolean
  friends: Record<string, FriendState>
  allowType: string
  blocked: Record<string, number>
  pending: Record<string, { addSource: string; addWording?: string; askedAt: number }>
  sessions: Record<string, { presence: string; since: number }>
  mutes: Record<'oneToOne' | 'group', number | 'forever'>
  tags: string[]
  attributes: Record<string, string>
  contacts: {
    recent: Record<string, { kind: number; id: string; at: number; pinned: boolean }>
    noted: Record<string, { bits: number[]; custom: string; groups: number[]; changedAt: number }>
    groups: Record<string, string>
  }
  sequences: Record<'standard' | 'custom' | 'lists' | 'blocklist', number>
}

export interface Query {
  sdkappid: string
  identifier: string
  usersig: string
  random: string
  contenttype: string
}

/** One emulator on a free port, closed when the test ends, and the ways a test speaks to it. */
export class Emulator {
  readonly chat: Chat
  /** Of the UserSigs it signs; more where a test moves the clock far ahead. */
  expireSeconds = 3600
  readonly #userSigs = new Map<string, string>()

  constructor(chat: Chat) {
    this.chat = chat
  }

  static async start(options: ChatOptions = {}): Promise<Emulator> {
    const chat = await startChat({ port: 0, ...options })
    onTestFinished(() => chat.close())
    return new Emulator(chat)
  }

  /** The query of a good call of the app's admin. */
  query(app = 'default'): Query {
    const { sdkAppId, adminUserId, secretKey } = this.chat.secrets()[app]!
    const usersig = this.#userSigs.get(secretKey) ?? sign(sdkAppId, secretKey, adminUserId, this.expireSeconds)
    this.#userSigs.set(secretKey, usersig)
    return { sdkappid: String(sdkAppId), identifier: adminUserId, usersig, random: '1', contenttype: 'json' }
  }

  address(command: string, query: Partial<Query> = this.query(), base = this.chat.url): string {
    const service = commands.find(({ name }) => name === command)?.service ?? 'sns'
    return `${base}/v4/${service}/${command}?${new URLSearchParams(query as Record<string, string>)}`
  }

  post(command: string, body: unknown, query: Partial<Query> = this.query()): Promise<Response> {
    return fetch(this.address(command, query), { method: 'POST', body: JSON.stringify(body) })
  }

  async call(command: string, body: unknown, query: Partial<Query> = this.query()): Promise<ChatReply> {
    const response = await this.post(command, body, query)
    return (await response.json()) as ChatReply
  }

  /** friend_update of one friend. */
  update(from: string, to: string, fields: Record<string, unknown>, app = 'default'): Promise<ChatReply> {
    return this.call('friend_update', updateOf(from, { [to]: fields }), this.query(app))
  }

  async control<Answer = unknown>(method: string, path: string, body?: unknown): Promise<[number, Answer]> {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
    const response = await fetch(`${this.chat.url}/_emulator/${path}`, init)
    return [response.status, (await response.json()) as Answer]
  }

  async fault(body: unknown): Promise<void> {
    const [status, answer] = await this.control('POST', 'faults', body)
    if (status !== 200) throw new Error(`the fault was refused: ${JSON.stringify(answer)}`)
  }

  async account(userId: string, app = 'default'): Promise<AccountState> {
    const [, state] = await this.control<{ apps: Record<string, { accounts: Record<string, AccountState> }> }>(
      'GET',
      `state?app=${app}`,
    )
    return state.apps[app]!.accounts[userId]!
  }

  /** The UserIDs on an account's list of friends. */
  async friendsOf(userId: string): Promise<string[]> {
    return Object.keys((await this.account(userId)).friends)
  }

  async friend(from: string, to: string): Promise<FriendState> {
    return (await this.account(from)).friends[to]!
  }

  async calls(last = 1000): Promise<CallRecord[]> {
    const [, answer] = await this.control<{ calls: CallRecord[] }>('GET', `calls?last=${last}`)
    return answer.calls
  }
}

/** A seed of one app, `default`, with the accounts a, b, c (a and b are friends of each other), plus what the test needs. */
export function smallSeed(members: Partial<Seed['apps'][string]> = {}, limits: Seed['limits'] = {}): Seed {
  const accounts = { a: { friends: { b: {} } }, b: { friends: { a: {} } }, c: {} }
  const app = { sdkAppId: 7, region: 'singapore' as const, admins: ['administrator'], secretKey: 'k', accounts }
  return { limits, apps: { default: { ...app, ...members } } }
}

/** A friend_update body: for each friend its fields, by tag without the prefix Tag_SNS_. */
export function updateOf(from: string, friends: Record<string, Record<string, unknown>>): unknown {
  const items = Object.entries(friends).map(([to, fields]) => ({
    To_Account: to,
    SnsItem: Object.entries(fields).map(([tag, value]) => ({ Tag: `Tag_SNS_${tag}`, Value: value })),
  }))
  return { From_Account: from, UpdateItem: items }
}

/** Code and info of the first item. */
export function firstItem(reply: ChatReply): [number | undefined, string | undefined] {
  return rowsOf(reply)[0] ?? [undefined, undefined]
}

/** Code and info of every item. */
export function rowsOf(reply: ChatReply): Array<[number, string]> {
  const rows = reply.ResultItem ?? reply.InfoItem ?? reply.BlackListCheckItem ?? []
  return rows.map((row) => [row.ResultCode, row.ResultInfo])
}

/** The envelope of a success, as the samples print it. */
export const ok = { ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '', ErrorDisplay: '' }

/** Code and info of the whole call. */
export function verdict(reply: ChatReply): [number, string] {
  return [reply.ErrorCode, reply.ErrorInfo]
}
