import { plainAnswer } from '../answer-parts.ts'
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
      uniqueBy: '',
      items: { type: 'string', format: 'figure-name' },
    },
  },
} as const

/** Which figures there are is Chat's to say, so their names are open. */
const day = {
  type: 'object',
  required: ['date'],
  properties: { date: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' } },
  additionalProperties: { anyOf: [{ type: 'integer' }, { type: 'string' }] },
} as const

export const answer = plainAnswer(
  {
    days: {
      type: 'array',
      items: day,
      description:
        'an object a day: its `date`, and figures by Chat’s names, which begin small here (`loginTimes`, `c2cApnsMsgNum`)',
    },
  },
  ['days'],
)
