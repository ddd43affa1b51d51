/**
 * The rate that no finding in `runs` runs still allows, with 95 % confidence: about 3 in `runs` (the rule of three).
 * https://en.wikipedia.org/wiki/Rule_of_three_(statistics)
 */
export const upperBound = (runs: number): number => 1 - 0.05 ** (1 / runs)

/** The bound in words, such as `< 0.003 %`. */
export const upperBoundText = (runs: number): string => `< ${Number((upperBound(runs) * 100).toPrecision(2))} %`
