import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operations } from '../../../lib/operations/index.ts'
import { faultOfAnswer } from '../../support/answer-shapes.ts'
import { bareAnswer, cases, masked, type Sample } from '../../support/cases.ts'
import { pathOf } from '../../support/gateway/chain.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
beforeAll(async () => {
  // A sample may show a code that is worth a repeat; here the first answer is the one to judge.
  gateway = await startGateway({ env: { UPSTREAM_ATTEMPTS: '1' } })
})
afterAll(() => gateway.close())

const samples = [...cases].map(([name, { sample }]) => [name, sample] as const)

/** Sends our body of the sample, with this reply, and reads the answer as the case would write it. */
async function ask(name: string, { request }: Sample, reply: object) {
  gateway.chat.play(() => reply)
  const { status, json } = await gateway.request({ path: pathOf(name), body: request })
  expect(faultOfAnswer(name, status, json)).toBeUndefined()
  return { status, answer: bareAnswer({ ...json }) }
}

const expected = ({ status = 200, answer }: Sample) => ({ status, answer })

test('every sample tells all of a reply, envelope and all', () => {
  for (const [name, { reply }] of samples)
    expect([name, Object.keys(reply)]).toEqual([name, expect.arrayContaining(['ErrorCode'])])
})

describe.each(samples)('%s', (name, sample) => {
  test('sends the page’s request as printed, and reads its reply', async () => {
    const { sent, reply, query = {} } = sample
    expect(await ask(name, sample, reply)).toEqual(expected(sample))
    const [call, ...more] = gateway.chat.calls
    expect([call?.path, more]).toEqual([`/${operations.get(name)?.path}`, []])
    // As text, so that the order of the members counts.
    expect(JSON.stringify(masked(JSON.parse(call!.text), sent))).toBe(JSON.stringify(sent))
    expect(Object.fromEntries(call!.query)).toMatchObject(query)
  })

  test('reads the reply all the same where it has no ActionStatus, or says nothing beside its code', async () => {
    const { ActionStatus: _, ...without } = sample.reply
    expect(await ask(name, sample, without)).toEqual(expected(sample))
    const { ErrorInfo: __, ErrorDisplay: ___, ...bare } = without
    expect(await ask(name, sample, bare)).toEqual(expected(sample))
  })

  test('reads the reply all the same where it says more than its page', async () => {
    expect(await ask(name, sample, { ...sample.reply, NewMember: { list: [1] } })).toEqual(expected(sample))
  })

  test('answers the same to its batch entry', async () => {
    gateway.chat.play(() => sample.reply)
    const { json } = await gateway.batch([{ id: '1', operation: name, body: sample.request }])
    const { status, body } = json.responses![0]!
    expect({ status, answer: bareAnswer({ ...body }) }).toEqual(expected(sample))
  })
})
