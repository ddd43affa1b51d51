import { randomUUID } from 'node:crypto'
import type { SQSRecord } from 'aws-lambda'
import type { Deployment } from './deployment.ts'

/** An event as a rule hands it to the events function. */
export const eventOf = (operation: string, detail: unknown, more: object = {}) => ({
  version: '0',
  id: randomUUID(),
  'detail-type': `chat.${operation}`,
  source: 'crm',
  account: '000000000000',
  time: '2026-01-01T00:00:00Z',
  region: 'eu-west-1',
  resources: [],
  detail,
  ...more,
})

/** A change of one friend's remark. */
export const remark = (userId: string, friend: string, text: string) => ({
  userId,
  friends: [{ userId: friend, remark: text }],
})

interface EmulatorCall {
  readonly command: string
  readonly body: { readonly From_Account: string } & Readonly<Record<string, unknown>>
  readonly answer: { readonly ErrorCode: number; readonly items?: Readonly<Record<string, number>> } | null
  /** Whether Chat did it, whatever it answered. */
  readonly carriedOut: boolean
}

/** What Chat was asked, oldest first. */
export async function callsOf({ chat }: Pick<Deployment, 'chat'>): Promise<EmulatorCall[]> {
  return ((await (await fetch(`${chat.url}/_emulator/calls`)).json()) as { calls: EmulatorCall[] }).calls
}

/** Scripts the emulator's next faults. */
export const fault = async ({ chat }: Pick<Deployment, 'chat'>, script: object): Promise<void> => {
  const answer = await fetch(`${chat.url}/_emulator/faults`, { method: 'POST', body: JSON.stringify(script) })
  if (!answer.ok) throw new Error(await answer.text())
}

interface SeenFriend {
  readonly remark?: string
  readonly lists?: readonly string[]
}

/** The friends of an account as Chat holds them. */
export async function friendsOf(
  { chat }: Pick<Deployment, 'chat'>,
  account: string,
): Promise<Record<string, SeenFriend>> {
  const state = await (await fetch(`${chat.url}/_emulator/state?app=default&account=${account}`)).json()
  const { apps } = state as { apps: { default: { accounts: Record<string, { friends: Record<string, SeenFriend> }> } } }
  return apps.default.accounts[account]!.friends
}

/** A seed of one app: accounts that each have so many friends, `f0`, `f1` and so on. */
export const seedOf = (accounts: readonly string[], friends: number, limits: object = {}) => {
  const ids = Array.from({ length: friends }, (_, index) => `f${index}`)
  const own = Object.fromEntries(ids.map((id) => [id, {}]))
  return {
    limits,
    apps: {
      default: {
        sdkAppId: 1_400_000_000,
        region: 'singapore' as const,
        admins: ['administrator'],
        secretKey: '0123456789abcdef'.repeat(4),
        accounts: Object.fromEntries([
          ...ids.map((id) => [id, {}]),
          ...accounts.map((account) => [account, { friends: own }]),
        ]),
      },
    },
  }
}

/** Queues an event for each body, and answers their doorbells as one batch, which the queue's stand-in never hands over. */
export async function batchOf({ event, sqs }: Deployment, ...bodies: object[]): Promise<SQSRecord[]> {
  const from = sqs.calls.length
  for (const body of bodies) await event(eventOf('friends.update', body))
  const rung = sqs.calls.slice(from).filter(({ action }) => action === 'SendMessage')
  return rung.map(({ body }, index) => ({
    messageId: `m${index}`,
    receiptHandle: `h${index}`,
    body: String(body.MessageBody),
    attributes: { MessageGroupId: String(body.MessageGroupId), ApproximateReceiveCount: '1' },
    messageAttributes: {},
  })) as unknown as SQSRecord[]
}
