import fc from 'fast-check'
import { expect, test } from 'vitest'
import { faultsIn } from '../../lib/validate/faults.ts'
import { batchEntry } from '../../schemas/batch.ts'
import { schemas, validators } from '../../schemas/compiled.js'
import { bodies } from '../campaigns/fuzz/requests.ts'

const hasFault = (name: string, body: unknown) => !faultsIn(body, schemas[name]!).next().done

test('a fault is found in what the compiled validators refuse, and in nothing else', () => {
  let good = 0
  const others = fc.constantFrom(...Object.keys(schemas))
  fc.assert(
    fc.property(bodies, others, ({ operation, body }, other) => {
      for (const name of [operation, other]) {
        const isGood = validators[name]!(body)
        if (isGood) good += 1
        expect(hasFault(name, body)).toBe(!isGood)
      }
    }),
    { numRuns: 2000, seed: 4 },
  )
  expect(good).toBeGreaterThan(200)
})

test('what stands inside what nobody describes is not looked at', () => {
  const deep = JSON.parse('['.repeat(5000) + ']'.repeat(5000))
  expect([...faultsIn({ id: 'a', operation: 'x', body: deep }, batchEntry)]).toEqual([])
})
