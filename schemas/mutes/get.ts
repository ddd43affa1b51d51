import { closed, plainAnswer } from '../answer-parts.ts'
import { actor, lasts } from '../fragments.ts'

export const body = { type: 'object', additionalProperties: false, required: ['userId'], properties: actor } as const

const { seconds, forever } = lasts.properties
const muted = { const: true } as const

const mute = {
  type: 'object',
  oneOf: [
    closed({ muted: { const: false } }, ['muted']),
    closed({ muted, seconds }, ['muted', 'seconds']),
    closed({ muted, forever }, ['muted', 'forever']),
  ],
} as const

export const answer = plainAnswer({ oneToOne: mute, group: mute }, ['oneToOne', 'group'])
