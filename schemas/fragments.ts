/**
 * The pieces that request schemas are made of. `bytes: [min, max]` counts UTF-8 bytes and refuses
 * half surrogate pairs and NUL; limits from https://trtc.io/document/33521 and https://trtc.io/document/34381.
 */
export const app = { type: 'string', format: 'app-name' } as const

export const userId = { type: 'string', bytes: [1, 32] } as const

export const remark = { type: 'string', bytes: [0, 96] } as const

/** Names of friend lists; an account holds at most 32. Empty clears. */
export const lists = {
  type: 'array',
  maxItems: 32,
  uniqueItems: true,
  items: { type: 'string', bytes: [1, 30] },
} as const

/** Custom friend fields by bare name. Whether an integer is right depends on the app, so the operation checks that. */
export const custom = {
  type: 'object',
  minProperties: 1,
  propertyNames: { type: 'string', format: 'custom-field-name' },
  additionalProperties: {
    type: ['string', 'integer'],
    bytes: [0, 500],
    minimum: Number.MIN_SAFE_INTEGER,
    maximum: Number.MAX_SAFE_INTEGER,
  },
} as const
