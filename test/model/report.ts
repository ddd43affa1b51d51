import type { RunDetails } from 'fast-check'
import type { Step } from './steps.ts'

/** What a run came to; of a failed one the steps up to the difference, the difference, and how to see it again. */
export function report(result: RunDetails<[Step[]]>, seconds: string): string {
  const { failed, numRuns, numShrinks, seed, counterexample, counterexamplePath, errorInstance } = result
  if (!failed) return noDifference(numRuns, seed, seconds)
  const message = errorInstance instanceof Error ? errorInstance.message : String(errorInstance)
  // What stands behind the step that differs was never played, and fast-check can't know that.
  const last = /^step (\d+)/.exec(message)?.[1]
  const steps = (counterexample?.[0] ?? []).slice(0, last === undefined ? undefined : Number(last))
  return [
    `a difference in sequence ${numRuns}, made small in ${numShrinks} steps (${seconds} s):`,
    steps.map((step, index) => `  ${index + 1}. ${JSON.stringify(step)}`).join('\n'),
    message,
    `Replay: npm run test:model -- --seed ${seed} --path "${counterexamplePath}"`,
  ].join('\n\n')
}

export const noDifference = (sequences: number, seed: number, seconds: string): string =>
  `${sequences} sequences, no difference (seed ${seed}, ${seconds} s)`
