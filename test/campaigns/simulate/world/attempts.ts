import { operations } from '../../../../lib/operations/index.ts'
import type { RestRequest } from '../../../../local/chat/gate.ts'
import type { World } from '../../../../local/chat/world/index.ts'
import { actorOf } from '../asked.ts'
import { type Attempt, type MarkedValue, markIn, WHISPER, WHOLE } from '../check/attempt.ts'
import { codesIn, idOf, type Members } from './forms.ts'

const operationAt = new Map([...operations.values()].map((operation) => [operation.path, operation] as const))

/** Commands that send a message to accounts. */
const SENDING = ['sendmsg', 'batchsendmsg']

/** Members whose entries are no items. */
const NO_ITEMS = ['GroupName', 'TagList', 'MsgBody']

/** A call as the checks know it, before anything came of it. */
export function attemptOf({ target, query, body }: RestRequest, world: World): Attempt {
  const app = [...world.apps.values()].find(({ sdkAppId }) => String(sdkAppId) === query.get('sdkappid'))
  const { From_Account, ...members } = JSON.parse(body ?? '{}') as Members
  const { service = '', name = '' } = target ?? {}
  const items = Object.entries(members).flatMap(([member, value]) =>
    Array.isArray(value) && !NO_ITEMS.includes(member) ? (value as unknown[]) : [],
  )
  const ofAll = marksOfMessage(members)
  const marks = new Map(items.map((item) => [idOf(item), [...marksOf(item), ...ofAll]]))
  if (items.length === 0) marks.set(WHOLE, ofAll)
  const operation = operationAt.get(`v4/${service}/${name}`)
  return {
    command: name,
    isRead: operation?.effect === 'read',
    app: app?.name ?? '',
    account: actorOf(operation?.name ?? '', From_Account, members.To_Account),
    ids: [...marks.keys()],
    marks,
    ...(SENDING.includes(name) && {
      message: { from: String(From_Account), to: [members.To_Account].flat().map(String) },
    }),
    codes: new Map(),
    doubtful: new Set(),
    isOver: false,
  }
}

const marked = (field: string, value: unknown): MarkedValue[] => {
  const mark = markIn(value)
  return mark === undefined ? [] : [{ field, mark }]
}

/** An item's values stand under its members, in lists of them, or under the tags of its SnsItem. */
function marksOf(item: unknown): MarkedValue[] {
  const { SnsItem = [], ...members } = Object(item) as Record<string, readonly { Tag: string; Value: unknown }[]>
  return [
    ...Object.entries(members).flatMap(([field, value]) => [value].flat().flatMap((one) => marked(field, one))),
    ...SnsItem.flatMap(({ Tag, Value }) => marked(Tag, Value)),
  ]
}

/** Those in the texts of a message. */
const marksOfMessage = ({ MsgBody = [] }: Members): MarkedValue[] =>
  (MsgBody as readonly { readonly MsgContent: Members }[]).flatMap(({ MsgContent }) =>
    marked('Text', String(MsgContent.Text).replace(WHISPER, '')),
  )

/** What Chat says in truth, item by item; what it refuses as a whole is every item's code. */
export function codesOf(reply: Members, { command, ids }: Pick<Attempt, 'command' | 'ids'>): Map<string, number> {
  const whole = Number(reply.ErrorCode)
  if (whole !== 0 || ids.includes(WHOLE)) return new Map(ids.map((id) => [id, whole]))
  return codesIn(reply, command, ids)
}
