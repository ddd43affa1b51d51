import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import copied from '../../support/reference-samples.json' with { type: 'json' }
import type { Sample } from './reference.ts'

const reference = path.join(import.meta.dirname, '../../../../shared/reference/relationship-chain.json')

test('the copied samples are the reference’s own, where that lies beside the project', () => {
  expect(copied).toHaveLength(15)
  const text = existsSync(reference) ? readFileSync(reference, 'utf8') : undefined
  const printed = text === undefined ? copied : samplesIn(JSON.parse(text))
  expect(JSON.stringify(printed)).toBe(JSON.stringify(copied))
})

const samplesIn = ({ operations }: { readonly operations: readonly Sample[] }) =>
  operations.map(({ command, sampleRequest, sampleResponse }) => ({ command, sampleRequest, sampleResponse }))
