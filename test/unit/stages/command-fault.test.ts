import { describe, expect, test } from 'vitest'
import { commandFault } from '../../../scripts/stages/command-fault.ts'

const stage = (name: string, says: string[] = ['policy'], region?: string) => ({
  name,
  says,
  region: region ?? 'ap-southeast-1',
  said: region === undefined ? {} : { region },
})

describe('what somebody asks osls for', () => {
  test.each([
    [
      ['deploy'],
      stage('example'),
      undefined,
      /^stages\/example\.yml shows .* copy it to stages\/prod\.yml.* Nothing was deployed/,
    ],
    [['deploy', 'function'], stage('example'), undefined, /^stages\/example\.yml shows/],
    [
      ['deploy'],
      stage('dev', []),
      undefined,
      /^stages\/dev\.yml says no policy: .*policy: open .* Nothing was deployed/,
    ],
    [
      ['package'],
      stage('prod', [], 'eu-west-1'),
      'eu-central-1',
      /^--region eu-central-1 says otherwise than stages\/prod\.yml, which says eu-west-1/,
    ],
    [
      ['package'],
      stage('prod'),
      'eu-central-1',
      /^--region eu-central-1 is not where the stage stands, which is ap-southeast-1: .* Write region: eu-central-1 there/,
    ],
  ])('refuses %j of %j with the region %j, with its cure', (commands, of, region, fault) => {
    expect(commandFault({ commands, stage: of, region, isPackaged: false })).toMatch(fault)
  })

  test.each([
    [['deploy'], stage('prod'), undefined],
    [['deploy'], stage('prod', ['policy'], 'eu-west-1'), 'eu-west-1'],
    [['deploy'], stage('prod'), 'ap-southeast-1'],
    [['deploy', 'list'], stage('dev', []), undefined],
    [['package'], stage('example'), undefined],
    [['remove'], stage('dev', []), undefined],
  ])('lets %j of %j with the region %j go on', (commands, of, region) => {
    expect(commandFault({ commands, stage: of, region, isPackaged: false })).toBeUndefined()
  })

  test('a package goes to the region that it was packaged for, and to no other', () => {
    const faultIn = (region: string) =>
      commandFault({ commands: ['deploy'], stage: stage('prod', ['policy'], 'eu-west-1'), region, isPackaged: true })
    expect(faultIn('us-east-1')).toMatch(/^--region us-east-1, and what is deployed was packaged for eu-west-1/)
    expect(faultIn('eu-west-1')).toBeUndefined()
  })
})
