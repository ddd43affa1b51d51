import type { FromSchema } from 'json-schema-to-ts'
import type { messageOptions, recipientOptions, singleOptions } from '../../schemas/sends.ts'
import type { Pointed } from '../errors/gateway-error.ts'
import { type Element, toMsgBody } from './elements.ts'
import { toOfflinePushInfo } from './offline-push.ts'

type Options = typeof messageOptions & typeof singleOptions & typeof recipientOptions
type Given = { readonly [K in keyof Options]?: FromSchema<Options[K]> | undefined }

/** What a message holds, in Chat's words. */
export const toContent = ({
  elements,
  customData,
  offlinePush,
}: Pick<Given, 'customData' | 'offlinePush'> & { readonly elements?: readonly Element[] | undefined }) => ({
  MsgBody: elements && toMsgBody(elements),
  CloudCustomData: customData,
  OfflinePushInfo: offlinePush && toOfflinePushInfo(offlinePush),
})

/** Words for what is not as Chat would have it; no list where nothing is. */
function wordsOf(given: Readonly<Record<string, boolean>>): readonly string[] | undefined {
  const words = Object.keys(given).filter((word) => given[word])
  return words.length > 0 ? words : undefined
}

/** Which webhooks a message passes by, and what it leaves as it is. */
export const toControls = ({ skipWebhooks = [], countUnread, updateConversation, respectMuted }: Given) => ({
  ForbidCallbackControl: wordsOf({
    ForbidBeforeSendMsgCallback: skipWebhooks.includes('before'),
    ForbidAfterSendMsgCallback: skipWebhooks.includes('after'),
  }),
  SendMsgControl: wordsOf({
    NoUnread: countUnread === false,
    NoLastMsg: updateConversation === false,
    WithMuteNotifications: respectMuted === true,
  }),
})

const ifOn = (is: boolean | undefined): 1 | undefined => (is ? 1 : undefined)

/** Switches of a message, each where it is on. */
export const toSwitches = ({ extensible, onlineOnly, readReceipt }: Given) => ({
  SupportMessageExtension: ifOn(extensible),
  OnlineOnlyFlag: ifOn(onlineOnly),
  IsNeedReadReceipt: ifOn(readReceipt),
})

/** Whether the sender's own devices get the message too, or not even its history has it; left out, only the history. */
export const toSync = ({ syncToSender }: Given): 1 | 2 | undefined =>
  syncToSender === undefined ? undefined : syncToSender ? 1 : 2

/** What is kept nowhere is counted nowhere and heads no conversation, so that asking for the one by saying no to the other means nothing. */
export function faultsOfOnlineOnly({ onlineOnly, countUnread, updateConversation }: Given): Pointed[] {
  if (!onlineOnly) return []
  const switches = { countUnread, updateConversation }
  return Object.entries(switches).flatMap(([name, is]) =>
    is === false ? [{ pointer: `/${name}`, message: OF_KEPT }] : [],
  )
}

const OF_KEPT = 'is for a message that is kept, and onlineOnly keeps none; leave one of the two out'
