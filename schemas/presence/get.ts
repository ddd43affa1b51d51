import { itemsAnswer, listOf, someText } from '../answer-parts.ts'
import { app, userIds } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userIds'],
  properties: { app, userIds, withPlatforms: { type: 'boolean' } },
} as const

export const answer = itemsAnswer({
  presence: someText,
  platforms: listOf({ platform: someText, presence: someText }, ['platform', 'presence']),
})
