import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Json } from './components.ts'

const cases = path.join(import.meta.dirname, '../../test/cases')

/** Stands where each answer has another. */
export const REQUEST_ID = '5f1c2c1e-8f6b-4c33-9d0a-0f4b6f1f2a77'
export const JOB_ID = 'job_of_alice_1'

interface Asked {
  readonly request: Json
  readonly status?: number
  readonly answer: Json
}

interface Case {
  readonly sample: Asked
  readonly example: Asked
}

const caseOf = (operation: string): Case =>
  JSON.parse(readFileSync(path.join(cases, `${operation.replace('.', '/')}.json`), 'utf8'))

/** Names say what each example is for. */
const ORIGINS = { example: 'On the data of `npm start`', sample: 'The sample of Chat’s own page' } as const

/** The body of an operation that `npm start`'s data answers. */
export const exampleRequest = (operation: string): Json => caseOf(operation).example.request

interface GoodExample {
  readonly request: Json
  readonly results: readonly Json[]
  /** What stands beside the results, such as the id of a message. */
  readonly beside: Json
}

/** The requests of an operation’s case whose items are all done, with the results and what stands beside them. */
export const goodExamples = (operation: string): GoodExample[] =>
  [caseOf(operation).example, caseOf(operation).sample].flatMap(({ request, status = 200, answer }) => {
    const { outcome: _, counts: __, results, ...beside } = answer
    return status === 200 && results ? [{ request, results: results as readonly Json[], beside }] : []
  })

/** Bodies of an operation, from its case. */
export function requestExamples(operation: string): Json {
  const { sample, example } = caseOf(operation)
  return {
    example: { summary: ORIGINS.example, value: example.request },
    sample: { summary: ORIGINS.sample, value: sample.request },
  }
}

/** What it answers to them with this status; nothing where no example does. A value that differs every time can't be shown. */
export function answerExamples(operation: string, status: number): Json | undefined {
  const asked = Object.entries(caseOf(operation)).filter(([origin]) => Object.hasOwn(ORIGINS, origin)) as [
    keyof Case,
    Asked,
  ][]
  const shown = asked
    .filter(([, { status: other = 200, answer }]) => other === status && !JSON.stringify(answer).includes('"…"'))
    .map(
      ([
        origin,
        {
          answer: { outcome, ...rest },
        },
      ]) => [origin, { summary: ORIGINS[origin], value: { outcome: outcome ?? 'ok', requestId: REQUEST_ID, ...rest } }],
    )
  return shown.length > 0 ? Object.fromEntries(shown) : undefined
}
