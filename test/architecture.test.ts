import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { sameAddress } from './architecture/addresses.ts'
import { checkoutOf, type Rule, readCheckout } from './architecture/checkout.ts'
import { noCircles, noFolderCircles } from './architecture/circles.ts'
import { everyTestRuns, noMachine, noSecrets, noSleeps } from './architecture/hygiene.ts'
import { direction } from './architecture/rooms.ts'
import { fileLength, functionLength, names } from './architecture/sizes.ts'
import { strictEmulator } from './architecture/strict-emulator.ts'
import { operationNames, upstreamNumbers, upstreamWords } from './architecture/words.ts'

const rules: readonly Rule[] = [
  direction,
  noCircles,
  noFolderCircles,
  upstreamWords,
  upstreamNumbers,
  operationNames,
  sameAddress,
  fileLength,
  functionLength,
  names,
  everyTestRuns,
  noSleeps,
  noMachine,
  noSecrets,
  strictEmulator,
]

const checkout = readCheckout(path.join(import.meta.dirname, '..'))

test('the checkout was found and read', () => {
  expect(checkout.files.map((file) => file.path)).toEqual(expect.arrayContaining(['lib/flow/run.ts', 'package.json']))
  expect(checkout.sources.length).toBeGreaterThan(80)
})

describe.each(rules)('$name', ({ check, broken, kept }) => {
  test('holds', () => {
    expect(check(checkout)).toEqual([])
  })

  test.each(broken.map((files, index) => [index, files] as const))('notices broken example %i', (_, files) => {
    expect(check(checkoutOf(files))).not.toEqual([])
  })

  test('lets pass what only looks like a breach', () => {
    expect(check(checkoutOf(kept))).toEqual([])
  })
})
