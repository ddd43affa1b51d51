import type { Code } from '../errors/codes.ts'
import type { GatewayError, Pointed } from '../errors/gateway-error.ts'
import { resultIn } from '../flow/names.ts'
import type { Counts, ItemError, ItemResult, Outcome } from '../flow/outcome.ts'
import type { Members } from '../json.ts'

/** The HTTP answer that version 0.1 remembered. */
interface KeptAnswer {
  readonly status: number
  readonly body: object
}

/** Why a job ended without a verdict of its own. */
export interface Refusal {
  readonly code: Code
  readonly detail: string
  readonly retryable: boolean
  readonly errors?: readonly Pointed[]
  readonly errorsOmitted?: number
}

/**
 * What is remembered of a job: what its attempts have come to so far, or why it was refused. It is written in words only for whoever
 * asks. Version 0.1 remembered the HTTP answer.
 */
export type Memory = { readonly outcome: Outcome } | { readonly refused: Refusal } | KeptAnswer

/** What is remembered of a refusal. */
export function memoryOfRefusal({ code, message, retryable, parts }: GatewayError): Memory {
  const { errors, errorsOmitted } = parts
  const wrong = { ...(errors && { errors }), ...(errorsOmitted !== undefined && { errorsOmitted }) }
  return { refused: { code, detail: message, retryable, ...wrong } }
}

/** What the attempts of a job have come to; undefined where there was none, or it was refused. */
export function outcomeIn(memory: Memory | undefined): Outcome | undefined {
  if (memory === undefined || 'refused' in memory) return undefined
  return 'outcome' in memory ? memory.outcome : outcomeOfAnswer(memory.body)
}

/** What is read of an HTTP answer that version 0.1 kept. */
interface Kept {
  readonly outcome?: Outcome['outcome']
  readonly counts?: Counts
  readonly results?: readonly ItemResult[]
  readonly retry?: Members
  readonly code?: Code
  readonly detail?: string
  readonly upstream?: ItemError['upstream']
}

function outcomeOfAnswer(body: object): Outcome | undefined {
  const { outcome, counts, results, retry, code, detail: message = '', upstream }: Kept = body
  if (outcome === undefined) return undefined
  const leading = code && { code, message, retryable: retry !== undefined, ...(upstream && { upstream }) }
  return {
    outcome,
    answer: { ...(counts && { counts }), ...(results && { results: results.map(resultIn) }) },
    ...(retry && { retry }),
    ...(leading && { leading }),
  }
}

/** The results of an outcome, none where it has no items. */
export const resultsIn = (outcome: Outcome | undefined): readonly ItemResult[] =>
  (outcome?.answer as { readonly results?: readonly ItemResult[] } | undefined)?.results ?? []

/** The code that says why a job was not done: the problem's, or the first that an item has. */
export function reasonIn(memory: Memory): string {
  if ('refused' in memory) return memory.refused.code
  const outcome = outcomeIn(memory)
  const codes = [outcome?.leading, ...resultsIn(outcome).map(({ error }) => error)].map((error) => error?.code)
  return codes.find(Boolean) ?? 'INTERNAL'
}
