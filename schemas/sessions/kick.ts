import { plainAnswer } from '../answer-parts.ts'
import { actor } from '../fragments.ts'

export const body = { type: 'object', additionalProperties: false, required: ['userId'], properties: actor } as const

export const answer = plainAnswer({}, [])
