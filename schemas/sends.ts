/** Members that sends of all kinds share. https://trtc.io/document/33527 */
import { passedOn } from './elements.ts'

/** Tells one send from another: two requests with the same one are the same send. */
export const clientMessageId = { type: 'string', bytes: [1, 64] } as const

/** How long Chat keeps a message for those who are not there; 0 reaches only those who are. */
export const lifetimeSeconds = { type: 'integer', minimum: 0, maximum: 604_800 } as const

const pushText = { type: 'string', bytes: [0, 1_000_000], description: 'a text' } as const
const platform = {
  ...passedOn,
  maxProperties: 30,
  description: 'an object of at most 30 members in Chat’s own words, which goes up as it is',
} as const

/** What phones show of a message while the app is not open. */
export const offlinePush = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  properties: {
    enabled: { type: 'boolean' },
    title: pushText,
    text: pushText,
    data: pushText,
    android: platform,
    apns: platform,
  },
} as const

/** Kept with a message and shown to whoever gets it. A whole message has 12,288 bytes at most (lib/operations/elements.ts). */
export const customData = { type: 'string', bytes: [0, 12_000] } as const

const flag = { type: 'boolean' } as const

/** Options of every message. What is left out is as Chat has it. */
export const messageOptions = {
  customData,
  offlinePush,
  readReceipt: flag,
  countUnread: flag,
  updateConversation: flag,
} as const

/** Of a message that goes to one place alone. */
export const singleOptions = {
  skipWebhooks: { type: 'array', minItems: 1, uniqueBy: '', items: { type: 'string', enum: ['before', 'after'] } },
  extensible: flag,
  onlineOnly: flag,
} as const

/** Of a message to accounts. */
export const recipientOptions = { respectMuted: flag, lifetimeSeconds, syncToSender: flag } as const
