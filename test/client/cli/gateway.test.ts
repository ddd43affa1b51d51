import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Local, startLocal } from '../../../local/aws/start-local.ts'
import { addOperators } from '../../../scripts/cli/operators.ts'
import { temporaryFolder } from '../../flow/local/fixture.ts'
import { strictSeed } from '../../support/strict-seed.ts'
import { cli, type Given, type Ran, serve } from './fixture.ts'

let local: Local
/** Calls on Chat so far. */
let heard = 0
beforeAll(async () => {
  const hear = () => {
    heard += 1
  }
  local = await startLocal({ seed: strictSeed, heard: hear })
})
afterAll(() => local.close())

const here = (args: readonly string[], given: Given = {}): Promise<Ran> =>
  cli(args, { ...given, env: { CHAT_GATEWAY_URL: local.url }, extension: { add: addOperators } })

const friends = (...items: readonly object[]) => JSON.stringify({ userId: 'alice', friends: items })
const BOB = { userId: 'bob', remark: 'Bob' }
const NOBODY = { userId: 'nobody-at-all', remark: 'None' }

describe('call', () => {
  test('from a file: all ok is 0, with the answer on standard output and a line beside it', async () => {
    const file = path.join(temporaryFolder(), 'body.json')
    writeFileSync(file, `\ufeff${friends(BOB)}`)
    const { code, output, complaints } = await here(['call', 'friends.update', file])
    expect([code, complaints]).toEqual([0, 'ok: 1 ok, 0 failed, 0 unknown'])
    expect(JSON.parse(output)).toMatchObject({ outcome: 'ok', results: [{ userId: 'bob', status: 'ok' }] })
  })

  test('from a pipe: a part is 1, with its codes; --json is one line and nothing beside it', async () => {
    const input = friends(BOB, NOBODY)
    const { code, complaints } = await here(['call', 'friends.update', '-'], { input })
    expect(code).toBe(1)
    expect(complaints).toMatch(/^partial: 1 ok, 1 failed, 0 unknown\. (\w+) 1 time\. More: chat-gateway explain \1$/)
    const plain = await here(['call', 'friends.update', '-', '--json'], { input })
    expect([plain.code, plain.complaints, plain.output.split('\n')]).toEqual([
      1,
      '',
      [expect.stringMatching(/^\{"outcome":"partial"/)],
    ])
  })

  test('nothing done is 1; a body that the gateway refuses is 2, as nothing was sent to Chat', async () => {
    const none = await here(['call', 'friends.update', friends(NOBODY)])
    expect([none.code, none.complaints]).toEqual([
      1,
      expect.stringMatching(/0 ok, 1 failed, 0 unknown\. More: chat-gateway explain/),
    ])
    const bad = await here(['call', 'friends.update', friends({ userId: 'bob', remrak: 'Bob' })])
    expect([bad.code, bad.complaints]).toEqual([2, expect.stringMatching(/did you mean "remark"\?/)])
  })

  test('--key makes it one write, and --no-idempotency sends none', async () => {
    const key = ['call', 'blocklist.add', '{"userId":"alice","userIds":["carol"]}', '--key', 'cli-1', '--json']
    const [first, second] = [await here(key), await here(key)]
    expect(JSON.parse(second.output)).toEqual(JSON.parse(first.output))
    const bare = await here([...key.slice(0, 3), '--no-idempotency', '--json'])
    expect(JSON.parse(bare.output).requestId).not.toBe(JSON.parse(first.output).requestId)
  })
})

describe('jobs', () => {
  test('--async queues, get-job and wait-job follow it, and --wait does so at once', async () => {
    const queued = await here(['call', 'friends.update', friends(BOB), '--async'])
    const { jobId } = JSON.parse(queued.output)
    expect([queued.code, queued.complaints]).toEqual([0, `queued: chat-gateway wait-job ${jobId}`])
    const ended = await here(['wait-job', `/v1/jobs/${jobId}`, '--timeout', '30'])
    expect([ended.code, ended.complaints]).toEqual([0, 'ok: 1 ok, 0 failed, 0 unknown'])
    expect(JSON.parse((await here(['get-job', jobId])).output)).toEqual(JSON.parse(ended.output))
    const partial = await here(['call', 'friends.update', friends(BOB, NOBODY), '--async', '--wait'])
    expect([partial.code, partial.complaints]).toEqual([1, expect.stringMatching(/^partial: /)])
  })

  test('a gateway that answers at once that it is not done is not asked again at once', async () => {
    let asked = 0
    const url = await serve((_, response) => {
      asked += 1
      response.writeHead(202, { 'content-type': 'application/json' }).end('{"jobId":"abc","state":"queued"}')
    })
    const { code, complaints } = await cli(['wait-job', 'abc', '--timeout', '1', '--url', url])
    expect([code, complaints]).toEqual([1, expect.stringMatching(/^The job is still queued after 1 s/)])
    expect(asked).toBeLessThan(4)
  })

  test('a job that nobody knows is 1', async () => {
    const { code, complaints } = await here(['get-job', 'abc'])
    expect([code, complaints]).toEqual([1, expect.stringMatching(/^NOT_FOUND: .*explain NOT_FOUND$/)])
  })
})

test('bulk: rows of a file, those that are not done in a file of their own, and the same command does nothing twice', async () => {
  const folder = temporaryFolder()
  const file = path.join(folder, 'rows.csv')
  writeFileSync(file, 'userId,friends.userId,Note\nalice,bob,B\nalice,nobody-at-all,N\n')
  const args = ['bulk', 'friends.update', file, '--map', 'friends.remark=Note']
  const dry = await here([...args, '--dry-run', '--json'])
  expect([dry.code, readdirSync(folder)]).toEqual([0, ['rows.csv']])
  const ran = await here([...args, '--json', '--failures', path.join(folder, 'not-done.csv')])
  expect([ran.code, JSON.parse(ran.output)]).toMatchObject([1, { rows: 2, ok: 1, failed: 1 }])
  expect(readFileSync(path.join(folder, 'not-done.csv'), 'utf8')).toMatch(/^alice,nobody-at-all,N,/m)
  const before = heard
  const again = await here([...args, '--json'])
  expect([again.code, JSON.parse(again.output), heard - before]).toMatchObject([1, { before: 2 }, 0])
})

describe('event', () => {
  const event = (body: string, ...more: string[]) =>
    here(['event', 'friends.update', body, '--bus-url', local.bus!.url, '--gateway-url', local.url, ...more])

  test('shows result and job; done is 0, a part is 1', async () => {
    const { code, output, complaints } = await event(friends(BOB))
    expect([code, complaints]).toEqual([0, ''])
    const [result, job] = output.split('\n').map((line) => JSON.parse(line))
    expect([result['detail-type'], job.state]).toEqual(['chat.friends.update.completed', 'completed'])
    expect((await event(friends(BOB, NOBODY))).code).toBe(1)
  })

  test('.failed is 1, an unknown operation and a list in place of an object are 2, no npm start is 5', async () => {
    const failed = await event('{"userId":"alice"}')
    expect([failed.code, failed.output]).toEqual([
      1,
      expect.stringMatching(/^\{"detail-type":"chat\.friends\.update\.failed"/),
    ])
    expect((await here(['event', 'friends.updat', '{}'])).complaints).toMatch(/Did you mean friends\.update\?/)
    expect((await event('[1]')).code).toBe(2)
    const away = await here(['event', 'friends.update', '{}', '--bus-url', 'http://127.0.0.1:9'])
    expect([away.code, away.complaints]).toEqual([5, expect.stringMatching(/Start everything first: npm start$/)])
  })
})
