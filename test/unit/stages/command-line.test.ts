import { expect, test } from 'vitest'
import { readFlags, UsageError } from '../../../scripts/stages/flags.ts'

const none = { isUncommittedMeant: false, passed: [] }

test.each([
  [['package'], { ...none, command: 'package', stage: 'dev' }],
  [['deploy', '--stage', 'prod', '--verbose'], { ...none, command: 'deploy', stage: 'prod', passed: ['--verbose'] }],
  [
    ['package', '--against', 'a.json', '--stage=eu', '--allow-replacement'],
    { ...none, command: 'package', stage: 'eu', passed: ['--against', 'a.json', '--allow-replacement'] },
  ],
  [['package', '-s', 'eu'], { ...none, command: 'package', stage: 'eu' }],
  [
    ['release', '--uncommitted', '--stage', 'eu'],
    { ...none, command: 'release', stage: 'eu', isUncommittedMeant: true },
  ],
  [
    ['deploy', '--stage', 'eu', '--release', 'releases/eu-1', '--unguarded', '--aws-profile', 'ops'],
    {
      ...none,
      command: 'deploy',
      stage: 'eu',
      release: 'releases/eu-1',
      passed: ['--unguarded', '--aws-profile', 'ops'],
    },
  ],
  [['deploy', '--release=a'], { ...none, command: 'deploy', stage: 'dev', release: 'a' }],
])('%j', (args, flags) => {
  expect(readFlags(args)).toEqual(flags)
})

test.each([
  [[]],
  [['remove']],
  [['package', '--stage']],
  [['package', '--stage', '--verbose']],
  [['deploy', '--release']],
  [['package', '--release', 'a']],
  [['deploy', '--release', 'a', '--package', 'b']],
  [['release', '--package', 'b']],
  [['release', '-p', 'b']],
])('%j is a mistake', (args) => {
  expect(() => readFlags(args)).toThrow(UsageError)
})

test('help is asked for', () => {
  expect(readFlags(['package', '--help'])).toBeUndefined()
})
