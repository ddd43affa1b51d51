import type { SQSClient } from '@aws-sdk/client-sqs'
import { expect, test } from 'vitest'
import { type Flags, readFlags } from '../../scripts/redrive/flags.ts'
import { findPlaces, lackOfStage, stageFileOf } from '../../scripts/redrive/places.ts'
import { MUST, stagesOf } from './stages/files.ts'

const stages = {
  prod: MUST,
  euro: { ...MUST, secretPrefix: 'chat-eu', jobsTable: 'jobs-of-tuesday', settings: { chatDefaultApp: 'main' } },
  bad: { ...MUST, secretPrefix: 'chat-bad', jobsTabel: 'x' },
}
/** Knows every queue by its name. */
const client = {
  send: async ({ input }: { input: { QueueName: string } }) => ({ QueueUrl: `https://sqs.invalid/${input.QueueName}` }),
} as unknown as SQSClient
const flagsOf = (...args: string[]) => readFlags(args) as Flags
const env = { CHAT_DEFAULT_APP: 'environment' }

async function placesOf(stage: string, folder: string) {
  const flags = flagsOf('--stage', stage)
  const { jobsTable, defaultApp } = await findPlaces(flags, stageFileOf(flags, folder), env, client)
  return { jobsTable, defaultApp }
}

test('letters are looked for where the file says that the functions keep jobs, and of the app that it says', async () => {
  const folder = stagesOf(stages)
  expect(await Promise.all(['prod', 'euro', 'unknown'].map((stage) => placesOf(stage, folder)))).toEqual([
    { jobsTable: 'chat-gateway-prod-jobs', defaultApp: 'default' },
    { jobsTable: 'jobs-of-tuesday', defaultApp: 'main' },
    { jobsTable: 'chat-gateway-unknown-jobs', defaultApp: 'environment' },
  ])
})

test('a file that can’t be used is a mistake with its cure', () => {
  expect(() => stageFileOf(flagsOf('--stage', 'bad'), stagesOf(stages))).toThrow('did you mean jobsTable?')
})

test('a stage without a file is told, with the one that was probably meant', () => {
  const folder = stagesOf(stages)
  expect(['prdo', 'eu', 'prod'].map((stage) => lackOfStage(flagsOf('--stage', stage), folder))).toEqual([
    'There is no stages/prdo.yml here: did you mean prod?',
    'There is no stages/eu.yml here.',
    undefined,
  ])
  expect(lackOfStage(flagsOf('--stage', 'prdo', '--local'), folder)).toBeUndefined()
})
