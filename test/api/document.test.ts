import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operations } from '../../lib/operations/index.ts'
import { typeName } from '../../scripts/api/answers.ts'
import { cases } from '../support/cases.ts'
import { answerFault, document, schemaFault } from '../support/documented.ts'
import { pathOf } from '../support/gateway/chain.ts'
import { type Gateway, startGateway } from '../support/gateway/start.ts'

// biome-ignore lint/suspicious/noExplicitAny: a document is read at many places
const { paths, components } = document as any

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ env: { UPSTREAM_ATTEMPTS: '1' } })
})
afterAll(() => gateway.close())

test('the document has every operation, by POST, and what is no operation', () => {
  const own = ['/v1/batch', '/v1/jobs/{jobId}', '/v1/health', '/v1/openapi.json']
  expect(Object.keys(paths)).toEqual([...[...operations.keys()].map(pathOf), ...own])
  for (const name of operations.keys()) expect(paths[pathOf(name)].post.operationId).toBe(name)
})

describe.each([...cases])('%s', (name, { sample, example, stories }) => {
  const { post } = paths[pathOf(name)]

  test('answers its sample as documented: status, type, headers and body', async () => {
    gateway.chat.play(() => sample.reply)
    const { status, headers, json } = await gateway.request({ path: pathOf(name), body: sample.request })
    expect(status).toBe(sample.status ?? 200)
    const type = headers['content-type'] ?? ''
    expect(answerFault({ method: 'POST', path: pathOf(name), status, type, headers, body: json })).toBeUndefined()
    // An answer of one kind is none of another: a partial one can't be taken for a whole one.
    if (status !== 200 || post.responses[207] === undefined) return
    const partial = { ...json, outcome: 'partial' }
    expect(schemaFault(`${typeName(name)}Answer`, partial)).toContain('/outcome')
    expect(schemaFault(`${typeName(name)}Partial`, json)).toContain('/outcome')
  })

  test('documents every body that it takes', () => {
    const taken = [sample, example, ...stories.filter((story) => story.sent || story.exchanges)]
    for (const { request } of taken) expect(schemaFault(`${typeName(name)}Body`, request)).toBeUndefined()
  })

  test('refuses, by its document too, a member that nobody knows', () => {
    expect(schemaFault(`${typeName(name)}Body`, { ...sample.request, nobody: 1 })).toContain('additional properties')
  })

  test('shows examples that are good by their own schemas', () => {
    const { examples, schema } = post.requestBody.content['application/json']
    const shown = Object.values(examples) as { readonly value: unknown }[]
    expect(shown.map(({ value }) => schemaFault(schema.$ref.split('/').at(-1), value))).toEqual([undefined, undefined])
    for (const status of [200, 207]) {
      if (!post.responses[status]) continue
      const content = post.responses[status].content['application/json']
      const answers = Object.values(content.examples ?? {}) as { readonly value: unknown }[]
      expect([status, answers.length > 0]).toEqual([status, true])
      for (const { value } of answers) expect(schemaFault(content.schema.$ref.split('/').at(-1), value)).toBeUndefined()
    }
  })
})

test('every problem is shown, and good', () => {
  const problems = Object.entries(components.responses).filter(([name]) => name.startsWith('Problem'))
  expect(problems.length).toBeGreaterThan(10)
  // biome-ignore lint/suspicious/noExplicitAny: as above
  for (const [name, { content }] of problems as [string, any][]) {
    const shown = Object.values(content['application/problem+json'].examples) as {
      readonly value: { status: number }
    }[]
    expect([name, shown.length > 0]).toEqual([name, true])
    for (const { value } of shown) {
      expect(`Problem${value.status}`).toBe(name)
      expect(schemaFault('Problem', value)).toBeUndefined()
    }
  }
})

describe('limits of our own stand in JSON Schema as far as it can say them', () => {
  const friend = () => components.schemas.FriendsUpdateBody.properties.friends

  test('bytes are at least as many characters as they can hold, and words', () => {
    expect(friend().items.properties.remark).toEqual({
      description:
        'What the account calls the friend. A string of 0 to 96 bytes. It holds no U+FFFD, the mark of a character that was lost on the way.',
      type: 'string',
      minLength: 0,
      maxLength: 96,
      'x-bytes': [0, 96],
      pattern: '^[^\ufffd]*$',
    })
    expect(components.schemas.FriendsUpdateBody.properties.userId).toMatchObject({ minLength: 1, maxLength: 32 })
  })

  test.each<[what: string, schema: string, body: object, fault: string]>([
    [
      'a text too long',
      'FriendsUpdateBody',
      { userId: 'a', friends: [{ userId: 'b', remark: 'x'.repeat(97) }] },
      'more than 96',
    ],
    ['a lost character', 'FriendsUpdateBody', { userId: 'a', friends: [{ userId: 'b', remark: '\ufffd' }] }, 'pattern'],
    ['nothing to change', 'FriendsUpdateBody', { userId: 'a', friends: [{ userId: 'b' }] }, 'fewer than 2'],
    ['no items', 'FriendsUpdateBody', { userId: 'a', friends: [] }, 'fewer than 1'],
    ['an id twice', 'FriendsGetBody', { userId: 'a', friendIds: ['b', 'b'] }, 'duplicate'],
    ['two of which one', 'MutesSetBody', { userId: 'a', group: { seconds: 1, lift: true } }, 'more than 1'],
    ['none of which one', 'MutesSetBody', { userId: 'a', group: {} }, 'fewer than 1'],
    ['a time that is none', 'MessageArchivesGetBody', { kind: 'group', hour: '2023-11-14T22:30:00Z' }, 'pattern'],
    ['an element of no kind', 'PushSendBody', { audience: { everyone: true }, elements: [{ type: 'sms' }] }, 'oneOf'],
    [
      'an entry for another operation',
      'BatchBody',
      { requests: [{ id: 'a', operation: 'friends.check', body: { userId: 'a' } }] },
      'oneOf',
    ],
  ])('%s is refused by %s', (_, schema, body, fault) => {
    expect(schemaFault(schema, body)).toContain(fault)
  })
})

describe('GET /v1/openapi.json', () => {
  test('is the committed document, for anybody, and costs neither a secret nor a call', async () => {
    const spent = () => [gateway.chat.calls.length, gateway.secrets.count()]
    const before = spent()
    const { status, headers, json } = await gateway.request({
      method: 'GET',
      path: '/v1/openapi.json',
      onlyHeaders: {},
    })
    expect([status, headers['content-type'], json]).toEqual([200, 'application/json', document])
    expect(
      answerFault({ method: 'GET', path: '/v1/openapi.json', status, type: 'application/json', headers, body: json }),
    ).toBeUndefined()
    expect(spent()).toEqual(before)
  })

  test('stands as it is documented beside health, by HEAD too', async () => {
    for (const method of ['GET', 'HEAD']) {
      for (const address of ['/v1/health', '/v1/openapi.json']) {
        const { status, headers, text } = await gateway.request({ method, path: address })
        const body = method === 'HEAD' ? text : JSON.parse(text)
        expect(answerFault({ method, path: address, status, type: 'application/json', headers, body })).toBeUndefined()
      }
    }
  })

  test('is named to whoever mistypes it', async () => {
    const { json } = await gateway.request({ method: 'GET', path: '/v1/openapi.jsn' })
    expect(json.detail).toContain('did you mean /v1/openapi.json?')
  })
})

test('a problem is answered as documented, with its headers', async () => {
  const refused = await gateway.update({ userId: '' })
  const asked = { method: 'POST', path: '/v1/friends/update', type: 'application/problem+json' }
  expect(refused.status).toBe(400)
  expect(answerFault({ ...asked, status: 400, headers: refused.headers, body: refused.json })).toBeUndefined()
  const withKey = await gateway.update(
    { userId: 'a', friends: [{ userId: 'b', remark: 'c' }] },
    { headers: { 'idempotency-key': 'k' } },
  )
  expect(withKey.status).toBe(503)
  expect(answerFault({ ...asked, status: 503, headers: withKey.headers, body: withKey.json })).toBeUndefined()
})

test('the bundle holds the document apart from all that a start loads', () => {
  const bundle = readFileSync(path.join(import.meta.dirname, '../../dist/http.mjs'), 'utf8')
  expect(bundle).toContain('chunks/http-openapi-')
  expect(bundle).not.toContain('x-amazon-apigateway-authtype')
})
