/** The greatest; where time is counted, Chat means for ever by it. */
export const UINT32_MAX = 4_294_967_295

/** An integer of 32 bits without a sign; undefined for what is none. */
export const readUint32 = (value: unknown): number | undefined =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= UINT32_MAX ? Number(value) : undefined
