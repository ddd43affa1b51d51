import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { schemas } from '../../../scripts/request-schemas.ts'
import { caseOf } from '../../support/cases.ts'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { callsOf, eventOf, remark } from '../../support/events.ts'

/**
 * Every operation that asks what is meant before it does harm, through every door of the built functions: without an answer to that
 * nothing reaches Chat, though nothing else is wrong and everybody may do everything.
 */

const ASKED = ['confirm', 'audience'] as const

const dangerous = Object.entries(schemas).flatMap(([operation, schema]) => {
  const { required = [] } = schema as { readonly required?: readonly string[] }
  return ASKED.filter((member) => required.includes(member)).map((member) => [operation, member] as const)
})

let deployed: Deployment
beforeAll(async () => {
  deployed = await startDeployment(undefined, { JOB_RETRY_SECONDS: '0', ACCESS_POLICY: 'open' })
})
afterAll(() => deployed.close())
beforeEach(() => deployed.reset())

test('there are such operations, and one that is meant reaches Chat', async () => {
  expect(dangerous).toContainEqual(['accounts.delete', 'confirm'])
  const body = { userIds: ['gina'], confirm: 'accounts.delete' }
  expect((await deployed.http({ path: '/v1/accounts/delete', body })).status).toBe(200)
  expect((await callsOf(deployed)).map(({ command }) => command)).toEqual(['account_delete'])
})

describe.each(dangerous)('%s, which requires %s', (operation, member) => {
  const { request } = caseOf(operation).sample
  const { [member]: _, ...unmeant } = request
  /** Left out, empty, of another type, and what is meant elsewhere. */
  const bodies = [
    unmeant,
    ...['', null, true, {}, 'friends.delete-all'].map((word) => ({ ...unmeant, [member]: word })),
  ]
  const path = `/v1/${operation.replace('.', '/')}`
  const refusal = {
    code: 'INVALID_REQUEST',
    errors: expect.arrayContaining([
      expect.objectContaining({ pointer: expect.stringMatching(new RegExp(`^/${member}`)) }),
    ]),
  }

  test('a request is refused, at once and as one to be done later, and so is an entry of a batch', async () => {
    for (const body of bodies) {
      const answers = [
        await deployed.http({ path, body }),
        await deployed.http({ path, body, headers: { prefer: 'respond-async' } }),
      ]
      expect(answers.map(({ status, json }) => ({ status, ...json }))).toMatchObject([
        { status: 400, ...refusal },
        { status: 400, ...refusal },
      ])
    }
    const requests = bodies.map((body, index) => ({ id: String(index), operation, body }))
    const { json } = await deployed.http({ path: '/v1/batch', body: { requests } })
    expect(json.responses).toMatchObject(bodies.map(() => ({ status: 400, body: refusal })))
    expect([await callsOf(deployed), await deployed.waiting()]).toEqual([[], 0])
  })

  test('an event becomes a letter and a result', async () => {
    for (const body of bodies) await deployed.event(eventOf(operation, body))
    const reasons = (await deployed.letters('events')).map(({ Body }) => JSON.parse(Body!).reason)
    expect(reasons).toEqual(bodies.map(() => 'INVALID_REQUEST'))
    expect(deployed.results().map(({ type }) => type)).toEqual(bodies.map(() => `chat.${operation}.failed`))
    expect([await callsOf(deployed), await deployed.waiting()]).toEqual([[], 0])
  })

  test('a job whose body has lost it fails', async () => {
    for (const body of bodies) {
      const write = { path: '/v1/friends/update', body: remark('alice', 'bob', 'x') }
      const { headers } = await deployed.http({ ...write, headers: { prefer: 'respond-async' } })
      const zipped = gzipSync(JSON.stringify(body))
      await deployed.changeJob(headers.location!.split('/').at(-1)!, {
        operation: { S: operation },
        body: { B: zipped },
        bodyMore: { N: '0' },
      })
      await deployed.drain()
      const { json } = await deployed.http({ method: 'GET', path: headers.location! })
      expect(json).toMatchObject({ state: 'failed', answer: { status: 400, body: refusal } })
    }
    expect(await callsOf(deployed)).toEqual([])
  })
})
