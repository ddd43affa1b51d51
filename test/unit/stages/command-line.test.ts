import { spawnSync } from 'node:child_process'
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

test.each([
  [['package', 'prod']],
  [['deploy', '--stage', 'dev', 'prod']],
  [['deploy', '--aws-profile', 'ops', 'prod']],
  [['release', '--stage=dev', 'prod']],
  [['deploy', '--unguarded', 'prod']],
])('%j names a stage where none is read, and is not taken for dev', (args) => {
  expect(() => readFlags(args)).toThrow(/^"prod" belongs to no option: .+ --stage prod, and -- before it/)
})

test.each([
  [['deploy', '--relase', 'a'], 'There is no option --relase: did you mean --release?'],
  [['deploy', '--stge', 'prod'], 'There is no option --stge: did you mean --stage?'],
  [['release', '--uncomitted'], 'There is no option --uncomitted: did you mean --uncommitted?'],
  [['package', '--agianst=a.json'], 'There is no option --agianst: did you mean --against?'],
  [['package', '--colour'], 'There is no option --colour.'],
  [['package', '-x'], 'There is no option -x.'],
  [['package', '--unguarded'], '--unguarded belongs to deploy'],
  [['deploy', '--against', 'deployed'], '--against belongs to package and release'],
  [['package', '--uncommitted'], '--uncommitted belongs to release and deploy'],
])('%j is refused before anything is read or built', (args, said) => {
  expect(() => readFlags(args)).toThrow(new UsageError(said))
})

test.each([
  ['package', ['-p', 'a', '-r', 'eu-west-1', '--param=a=b', '--param', 'c=d', '--minify-template', '--debug', '*']],
  ['release', ['--against', 'deployed', '--allow-replacement', '-c', 'other.yml']],
  ['deploy', ['--conceal', '--force', '--aws-s3-accelerate', '--region=eu-west-1', '--verbose']],
])('%s hands on what is for osls: %j', (command, passed) => {
  expect(readFlags([command, ...passed])?.passed).toEqual(passed)
})

test('a stage that npm kept for itself is not taken for dev', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/stage.ts', 'package'], {
    env: { ...process.env, npm_config_stage: 'prod' },
    encoding: 'utf8',
  })
  expect([status, stderr]).toEqual([2, expect.stringContaining('npm run package -- --stage prod')])
})

test('help is asked for', () => {
  expect(readFlags(['package', '--help'])).toBeUndefined()
})
