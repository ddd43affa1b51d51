import type * as shapes from '../../../schemas/push/send.ts'
import type { Pointed } from '../../errors/gateway-error.ts'
import { type BodyOf, defineOperation } from '../../operation.ts'
import { faultsOfMessage, toMsgBody } from '../elements.ts'
import { isName } from '../names.ts'
import { toOfflinePushInfo } from '../offline-push.ts'
import { byFamily } from '../turns.ts'

type Audience = BodyOf<typeof shapes>['audience']

/** Chat's condition; everyone has none. */
const conditionOf = ({ tags, attributes }: Audience) =>
  tags ? { TagsAnd: tags.all, TagsOr: tags.any } : attributes && { AttrsAnd: attributes.all, AttrsOr: attributes.any }

const IN_BOTH = 'stands in all as well; a tag is asked for once'

const tagsInBoth = ({ tags: { all = [], any = [] } = {} }: Audience): Pointed[] =>
  any.flatMap((tag, index) => (all.includes(tag) ? [{ pointer: `/audience/tags/any/${index}`, message: IN_BOTH }] : []))

export default defineOperation<typeof shapes>({
  name: 'push.send',
  summary: 'Pushes a message to all users of the app, or to those whom tags or attributes choose',
  path: 'v4/all_member_push/im_push',
  page: 'https://trtc.io/document/37166',
  effect: 'write',
  byName: true,
  rate: 1,
  turn: byFamily('push'),
  // Chat knows a repeat for a second alone, and whoever gets a push twice gets it in thousands.
  repeatFor: 0,
  sends: () => '',
  call: ({ audience, userId, elements, lifetimeSeconds = 0, offlinePush }, { numbers }) => ({
    From_Account: userId,
    MsgRandom: numbers.random,
    MsgLifeTime: lifetimeSeconds,
    Condition: conditionOf(audience),
    MsgBody: toMsgBody(elements),
    OfflinePushInfo: offlinePush && toOfflinePushInfo(offlinePush),
  }),
  read: ({ TaskId }) => ({ answer: isName(TaskId) ? { taskId: TaskId } : {} }),
  refuses: ({ audience, elements }) => [...tagsInBoth(audience), ...faultsOfMessage(elements)],
})
