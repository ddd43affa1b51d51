import { plainAnswer } from '../answer-parts.ts'
import { actor, avatarUrl, nick, signature, uint32, written } from '../fragments.ts'

const fields = {
  nick,
  signature,
  avatarUrl,
  location: { type: 'string', bytes: [0, 16], ...written },
  birthday: uint32,
  language: uint32,
  level: uint32,
  role: uint32,
  messageSettings: uint32,
  gender: { type: 'string', enum: ['unknown', 'female', 'male'] },
  friendRequests: { type: 'string', enum: ['confirm', 'accept', 'deny'] },
  mayAddFriends: { type: 'boolean' },
  custom: {
    type: 'object',
    minProperties: 1,
    propertyNames: { type: 'string', format: 'custom-field-name' },
    additionalProperties: { type: 'string', bytes: [0, 500], ...written },
  },
} as const

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId'],
  properties: { ...actor, ...fields },
  changesOneOf: Object.keys(fields),
} as const

export const answer = plainAnswer({}, [])
