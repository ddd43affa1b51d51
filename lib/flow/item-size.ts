import type { Members } from '../json.ts'
import type { ItemRules } from '../operation.ts'
import { MOST_ENTRY_BYTES } from '../upstream/chunk.ts'

/** What the settings say of an item's size. */
export interface SizeLimits {
  /** Most fields of an app's own naming that one item sets. */
  readonly maxCustomFields: number
}

/** So many fields fit into a call whatever they hold: a value of 500 bytes takes 3 kB of JSON where each byte is escaped. */
const SURELY_FIT = 200

/** Why fields that the app names itself are too many; undefined where they are not. The schema bounds each of them, but not their number. */
export function faultOfCount(fields: object, { maxCustomFields }: SizeLimits): string | undefined {
  const count = Object.keys(fields).length
  if (count <= maxCustomFields) return undefined
  return `must have at most ${maxCustomFields} fields, not ${count}: Chat has no more of an app’s own (MAX_CUSTOM_FIELDS)`
}

/**
 * Why they are too many, or too large for one call.
 * @param write the entry as it would be sent
 */
function faultOfFields(fields: object, write: () => unknown, limits: SizeLimits): string | undefined {
  const fault = faultOfCount(fields, limits)
  if (fault !== undefined || Object.keys(fields).length <= SURELY_FIT) return fault
  const bytes = Buffer.byteLength(JSON.stringify(write()))
  if (bytes <= MOST_ENTRY_BYTES) return undefined
  return `makes an entry of ${bytes} bytes, and one call takes ${MOST_ENTRY_BYTES}; give fewer fields, or shorter texts`
}

/** The same for the fields of an item, where its operation has such. */
export function faultOfSize(
  item: unknown,
  body: unknown,
  rules: ItemRules<unknown, unknown>,
  limits: SizeLimits,
): string | undefined {
  const fields: unknown = rules.fields === undefined ? undefined : (item as Members)[rules.fields]
  if (typeof fields !== 'object' || fields === null) return undefined
  return faultOfFields(fields, () => rules.toUpstream(item, body), limits)
}
