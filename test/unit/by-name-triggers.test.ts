import type { Context } from 'aws-lambda'
import { expect, test } from 'vitest'
import { readConfig } from '../../lib/config.ts'
import { realEdges } from '../../lib/edges.ts'
import { createGateway, type Gateway } from '../../lib/gateway.ts'
import type { Job } from '../../lib/jobs/job.ts'
import type { Jobs } from '../../lib/jobs/jobs.ts'
import { known } from '../../lib/operations/known.ts'
import { createEventHandler } from '../../lib/triggers/events/stack.ts'
import { showJob } from '../../lib/triggers/http/job.ts'
import { createHttpHandler } from '../../lib/triggers/http/stack.ts'
import { readToDo } from '../../lib/triggers/queue/tasks.ts'
import { eventOf } from '../support/events.ts'
import { readAnswer } from '../support/gateway/answer.ts'
import { type Asked, httpEvent, invocationContext } from '../support/gateway/invocation.ts'
import { knownForNow } from '../support/known-for-now.ts'

/** Each door to the flow asks the policy about names, shown on a row of the table that is granted by its name for as long as this runs. */

const OPERATION = 'blocklist.check'
knownForNow({ ...known.get(OPERATION)!, byName: true })

const BODY = { userId: 'alice', userIds: ['bob'] }
const CALLER = '000000000000/crm'
const ARN = 'arn:aws:sts::000000000000:assumed-role/crm/session'
const BY_WILDCARD = ['*.check', '*']
const BY_NAME = [...BY_WILDCARD, OPERATION]

interface Door {
  readonly gateway: Gateway
  readonly lines: () => { readonly code?: string; readonly message: string }[]
}

/** A gateway under a policy of one grant, which reaches nobody: whoever is let in is told that its app has no secret. */
function gatewayUnder(granted: readonly string[]): Door {
  const lines: string[] = []
  const policy = [{ callers: ['*'], apps: ['*'], operations: granted }]
  const config = readConfig({ ACCESS_POLICY: JSON.stringify(policy), LOG_LEVEL: 'INFO' })
  const edges = {
    ...realEdges,
    readSecrets: () => async () => undefined,
    writeLog: (line: string) => void lines.push(line),
  }
  return { gateway: createGateway(config, edges), lines: () => lines.map((line) => JSON.parse(line)) }
}

const job = { jobId: 'j', operation: OPERATION, app: 'default', caller: CALLER, requestId: 'r', createdAt: 1 } as Job
const jobs = {
  get: async () => job,
  answerOf: async () => undefined,
  bodyOf: async () => ({ value: BODY }),
} as unknown as Jobs

/** What comes of the operation by each way in: the code of its refusal, or undefined. */
const doors: Readonly<Record<string, (door: Door) => Promise<string | undefined>>> = {
  'a request': async ({ gateway }) =>
    (await ask(gateway, { path: `/v1/${OPERATION.replace('.', '/')}`, body: BODY })).code,
  'an entry of a batch': async ({ gateway }) => {
    const requests = [{ id: 'a', operation: OPERATION, body: BODY }]
    return (await ask(gateway, { path: '/v1/batch', body: { requests } })).responses?.[0]?.body.code
  },
  'an event': async ({ gateway, lines }) => {
    const context = { awsRequestId: 'r', getRemainingTimeInMillis: () => 20_000 } as Context
    // Where nothing keeps jobs, an event that is let in is answered on the spot, which its door takes for a fault.
    await createEventHandler(gateway)(eventOf(OPERATION, BODY), context).catch(() => undefined)
    return lines().find(({ message }) => message === 'refused')?.code
  },
  'a job that was accepted before': async ({ gateway: { config } }) => {
    const { work } = await readToDo(job, false, { jobs, config, patience: undefined })
    return 'refused' in work ? work.refused.code : undefined
  },
}

async function ask(gateway: Gateway, asked: Asked) {
  const handle = createHttpHandler(gateway)
  const answer = await handle(httpEvent({ caller: ARN, ...asked }), invocationContext())
  return readAnswer(answer).json as {
    readonly code?: string
    readonly responses?: readonly { body: { code?: string } }[]
  }
}

test.each(Object.entries(doors))('%s of an operation that is granted by its name', async (_, open) => {
  expect(await open(gatewayUnder(BY_WILDCARD))).toBe('FORBIDDEN')
  expect(await open(gatewayUnder(BY_NAME))).not.toBe('FORBIDDEN')
})

test.each([
  [OPERATION, BY_WILDCARD, 'NOT_FOUND'],
  [OPERATION, BY_NAME, undefined],
  ['only.elsewhere', ['*'], 'NOT_FOUND'],
])('a job of %s that an event caused is looked at under %j: %s', async (operation, granted, code) => {
  const { gateway } = gatewayUnder(granted)
  const looked = showJob('j', { requestId: 'r', caller: CALLER, deadline: Date.now() + 5000 } as never, {
    ...gateway,
    jobs: {
      ...jobs,
      get: async () => ({ ...job, operation, caller: 'event:crm', state: 'failed', finishedAt: 1 }),
    } as unknown as Jobs,
  })
  const { body } = (await looked) as { readonly body: { readonly code?: string } }
  expect(body.code).toBe(code)
})
