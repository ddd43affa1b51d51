import { listOf, plainAnswer } from '../answer-parts.ts'
import { dayFigures, dayNames } from '../figures.ts'
import { app } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: [],
  properties: {
    app,
    fields: {
      type: 'array',
      minItems: 1,
      maxItems: 30,
      items: { type: 'string', enum: ['date', ...dayNames, ...dayFigures] },
      description: '1 to 30 of the names that a day has; without it all are read',
    },
  },
} as const

const text = { type: 'string' } as const
/** What is no number, or more than a number can hold, stays a text. */
const figure = { anyOf: [{ type: 'integer' }, text], description: 'an integer' } as const

const day = {
  date: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'a day, `YYYY-MM-DD`' },
  ...Object.fromEntries(dayNames.map((name) => [name, text])),
  ...Object.fromEntries(dayFigures.map((name) => [name, figure])),
} as const

export const answer = plainAnswer({ days: listOf(day, ['date']) }, ['days'])
