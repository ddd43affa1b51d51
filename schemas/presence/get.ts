import { itemsAnswer, keyword, listOf, someText } from '../answer-parts.ts'
import { app, userIds } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userIds'],
  properties: { app, userIds, withPlatforms: { type: 'boolean' } },
} as const

const presence = keyword('online', 'pushOnline', 'offline')
const platform = {
  ...someText,
  description: 'in lower case, such as `iphone`, `android`, `web`, `pc`, `ipad`, `mac`',
} as const

export const answer = itemsAnswer({
  presence,
  platforms: listOf({ platform, presence }, ['platform', 'presence']),
})
