import type { Pointed } from '../../errors/gateway-error.ts'
import type { AppFacts } from '../../operation.ts'

/**
 * Custom friend fields travel as strings; an integer is right only where the app declared the field so
 * (the documentation contradicts itself here, so the app's secret decides).
 */
export function undeclaredIntegers(
  member: string,
  friends: readonly { readonly custom?: Readonly<Record<string, unknown>> }[],
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
