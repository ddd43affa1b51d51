import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { operations } from '../../../lib/operations/index.ts'
import { cases } from '../../support/cases.ts'

const reference = path.join(import.meta.dirname, '../../../../shared/reference/relationship-chain.json')

interface Printed {
  readonly command: string
  readonly sampleRequest: object
  readonly sampleResponse: object
}

/** The reference's samples by path; none where it does not lie beside the project. */
function printedSamples(): readonly Printed[] {
  if (!existsSync(reference)) return []
  const { operations: printed } = JSON.parse(readFileSync(reference, 'utf8')) as {
    readonly operations: readonly Printed[]
  }
  return printed
}

test('a case’s sample is the reference’s own, where that lies beside the project', () => {
  for (const { command, sampleRequest, sampleResponse } of printedSamples()) {
    const row = [...operations.values()].find((one) => one.path === `v4/sns/${command}`)
    const { sent, reply } = cases.get(row?.name ?? '')?.sample ?? {}
    expect([command, JSON.stringify([sent, reply])]).toEqual([command, JSON.stringify([sampleRequest, sampleResponse])])
  }
})
