import type { Pointed } from '../../errors/gateway-error.ts'
import type { AppFacts } from '../../operation.ts'

type CustomFields = Readonly<Record<string, unknown>>

/** Chat's form of custom friend fields, in the caller's order. */
export const customItems = (custom: CustomFields) =>
  Object.entries(custom).map(([name, Value]) => ({ Tag: `Tag_SNS_Custom_${name}`, Value }))

/**
 * Custom friend fields travel as strings; an integer is right only where the app declared the field so
 * (the documentation contradicts itself here, so the app's secret decides).
 */
export function undeclaredIntegers(
  member: string,
  friends: readonly { readonly custom?: CustomFields }[],
  { integerFields }: AppFacts,
): Pointed[] {
  return friends.flatMap(({ custom = {} }, index) =>
    Object.entries(custom)
      .filter(([name, value]) => typeof value === 'number' && !integerFields.includes(name))
      .map(([name]) => ({
        pointer: `/${member}/${index}/custom/${name}`,
        message: `must be a string, since the app's secret does not list "${name}" in integerFields`,
      })),
  )
}
