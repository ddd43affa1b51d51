import { plainAnswer, someText } from '../answer-parts.ts'
import { app } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: [],
  properties: {
    app,
    kind: {
      type: 'string',
      enum: ['all', 'native-china', 'native-abroad', 'web-china', 'web-abroad', 'webhooks-china', 'webhooks-abroad'],
    },
  },
} as const

export const answer = plainAnswer({ addresses: { type: 'array', items: someText } }, ['addresses'])
