import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { AwsProxy } from '../../../local/aws/proxy.ts'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { advance, restoreClock } from '../../support/gateway/moved-clock.ts'

/** All three functions' parts stand, and the http function's role is enforced before each of them. */
let deployment: Deployment
beforeAll(async () => {
  deployment = await startDeployment()
})
afterAll(() => deployment.close())
afterEach(async () => {
  await deployment.reset()
  restoreClock()
})

interface Check {
  readonly name: string
  readonly status: string
  readonly error?: { readonly code: string; readonly message: string }
}

let lookedFor = 0
/** Each time later than all looks before. */
async function look() {
  lookedFor += 10_500
  advance(lookedFor)
  const { status, json } = await deployment.http({ method: 'GET', path: '/v1/health', query: 'app=default' })
  const { checks } = json as unknown as { readonly checks: readonly Check[] }
  return { status, failed: checks.filter((check) => check.status !== 'ok'), names: checks.map(({ name }) => name) }
}

test('with all its parts the role may look at each, and all is well', async () => {
  expect(await look()).toEqual({
    status: 200,
    failed: [],
    names: ['secret', 'chat', 'stateTable', 'jobsTable', 'queue', 'bus'],
  })
})

const gone = (type: string) => ({ answer: { __type: type, message: 'arn:aws:some-words' }, status: 400 })
const TIMES = 99

const parts: readonly (readonly [
  name: string,
  of: (of: Deployment) => AwsProxy,
  action: string,
  type: string,
  holding: string,
])[] = [
  ['stateTable', ({ dynamo }) => dynamo, 'GetItem', 'ResourceNotFoundException', '-state'],
  ['jobsTable', ({ dynamo }) => dynamo, 'GetItem', 'ResourceNotFoundException', '-jobs'],
  ['queue', ({ sqs }) => sqs, 'GetQueueAttributes', 'com.amazonaws.sqs#QueueDoesNotExist', ''],
  ['bus', ({ eventBridge }) => eventBridge, 'DescribeEventBus', 'ResourceNotFoundException', ''],
]

test.each(parts)('%s: gone, denied and out of reach are told apart', async (name, of, action, type, holding) => {
  const proxy = of(deployment)
  const told = async (how: Parameters<AwsProxy['breakNext']>[1]) => {
    proxy.mend()
    proxy.breakNext(action, how, TIMES, holding)
    const { status, failed } = await look()
    expect([status, failed.map((check) => check.name), failed[0]?.error?.code]).toEqual([
      503,
      [name],
      'STATE_UNAVAILABLE',
    ])
    return failed[0]?.error?.message
  }
  expect(await told(gone(type))).toMatch(/^The [a-z ]+ is not there \(\w+\)\. Deploy the stage again/)
  expect(await told(gone('AccessDeniedException'))).toMatch(
    /may not be used by the function’s role \(AccessDeniedException\)/,
  )
  expect(await told('cut')).toMatch(/^The [a-z ]+ does not answer( \(\w+\))?\. Where the functions stand in a network/)
})
