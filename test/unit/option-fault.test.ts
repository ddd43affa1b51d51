import { parseArgs } from 'node:util'
import { expect, test } from 'vitest'
import { optionFault } from '../../local/chat/option-fault.ts'

const options = {
  seed: { type: 'string' },
  stage: { type: 'string' },
  region: { type: 'string' },
  json: { type: 'boolean' },
} as const

/** What is said of a command line that Node does not take. */
function saidOf(args: string[], names = Object.keys(options)): string {
  try {
    parseArgs({ args, options })
  } catch (error) {
    return optionFault(error, names)
  }
  throw new Error('Node took it')
}

test.each([
  ['--sted', 'There is no option --sted: did you mean --seed?'],
  ['--stge', 'There is no option --stge: did you mean --stage?'],
  ['--regoin=eu-west-1', 'There is no option --regoin: did you mean --region?'],
  ['--colour', 'There is no option --colour.'],
  ['-x', 'There is no option -x.'],
  ['--stage', "Option '--stage <value>' argument missing"],
  ['prod', '"prod" belongs to no option: is it the stage? Then say --stage prod, and -- before it, for npm.'],
  [
    "it's. so",
    '"it\'s. so" belongs to no option: is it the stage? Then say --stage it\'s. so, and -- before it, for npm.',
  ],
])('%s: %s', (arg, said) => {
  expect(saidOf([arg])).toBe(said)
})

test('a word is not taken for a stage where the command takes none', () => {
  expect(saidOf(['prod'], ['seed'])).toBe('"prod" belongs to no option.')
})

test('of two that are as near, the one with the same first letter is meant', () => {
  expect(saidOf(['--sage'], ['page', 'stage'])).toContain('did you mean --stage?')
})
