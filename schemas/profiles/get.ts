import { closed, itemsAnswer, keyword, unreadable } from '../answer-parts.ts'
import { app, uint32, userIds } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userIds'],
  properties: {
    app,
    userIds,
    fields: { type: 'array', minItems: 1, maxItems: 100, items: { type: 'string', format: 'profile-field-name' } },
  },
} as const

const text = { type: 'string' } as const

const profile = closed(
  {
    nick: text,
    signature: text,
    avatarUrl: text,
    location: text,
    birthday: uint32,
    language: uint32,
    level: uint32,
    role: uint32,
    messageSettings: uint32,
    gender: keyword('unknown', 'female', 'male'),
    friendRequests: keyword('confirm', 'accept', 'deny'),
    mayAddFriends: { oneOf: [{ type: 'boolean' }, keyword()] },
    custom: { type: 'object', additionalProperties: text },
    unreadable,
  },
  [],
)

export const answer = itemsAnswer({ profile })
