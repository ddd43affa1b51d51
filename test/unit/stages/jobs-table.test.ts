import { expect, test } from 'vitest'
import { jobsTableOf } from '../../../scripts/stages/jobs-table.ts'
import { MUST, stagesOf } from './files.ts'

test('operators’ commands look for jobs where the stage’s functions keep them', () => {
  const folder = stagesOf({ prod: MUST, eu: { ...MUST, secretPrefix: 'chat-eu', jobsTable: 'jobs-of-tuesday' } })
  expect(['prod', 'eu', 'unknown'].map((stage) => jobsTableOf(stage, folder))).toEqual([
    'chat-gateway-prod-jobs',
    'jobs-of-tuesday',
    'chat-gateway-unknown-jobs',
  ])
  expect(() => jobsTableOf('bad', stagesOf({ bad: { ...MUST, jobsTabel: 'x' } }))).toThrow('did you mean jobsTable?')
})
