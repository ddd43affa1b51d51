import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { breakingChanges } from '../../scripts/api/breaking.ts'
import { openApiDocument } from '../../scripts/api/document.ts'

// biome-ignore lint/suspicious/noExplicitAny: a document to be damaged at any place
type Anything = any

const released = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../docs/api/released.json'), 'utf8'))
const printed = JSON.stringify(openApiDocument())

/** What breaks where the document was changed like this. */
function faultsOf(change: (document: Anything) => void): string[] {
  const after = JSON.parse(printed)
  change(after)
  return breakingChanges(JSON.parse(printed), after)
}

const schemaOf = (document: Anything, name: string): Anything => {
  const schema = document.components.schemas[name]
  if (!schema) throw new Error(`there is no schema ${name}`)
  return schema
}

const update = (document: Anything): Anything => document.paths['/v1/friends/update'].post
const friendIn = (document: Anything): Anything => schemaOf(document, 'FriendsUpdateBody').properties.friends.items

const praised = { $ref: '#/components/schemas/Praised' }

/** A new operation with an answer that has nothing of the others'. */
function addPraise(document: Anything): void {
  const response = { content: { 'application/json': { schema: praised } } }
  document.components.schemas.Praised = { type: 'object', properties: { praise: { type: 'string' } } }
  document.paths['/v1/friends/praise'] = { post: { operationId: 'friends.praise', responses: { 200: response } } }
  schemaOf(document, 'AnyAnswer').anyOf.push(praised)
}

test('no caller of the released document breaks', () => {
  expect(breakingChanges(released, openApiDocument() as Anything)).toEqual([])
})

describe('is refused:', () => {
  test.each<[what: string, change: (document: Anything) => void, fault: RegExp]>([
    ['an operation removed', ({ paths }) => delete paths['/v1/friends/update'], /^POST \/v1\/friends\/update is gone$/],
    ['a method removed', ({ paths }) => delete paths['/v1/health'].head, /^HEAD \/v1\/health is gone$/],
    [
      'an operation renamed',
      (document) => (update(document).operationId = 'friends.change'),
      /is called friends\.change/,
    ],
    ['another signature', (document) => (document.security = [{}]), /who sends them/],
    [
      'a header of requests removed',
      (document) => update(document).parameters.shift(),
      /header Idempotency-Key is gone/,
    ],
    [
      'a header demanded',
      (document) => update(document).parameters.push({ name: 'x', in: 'header', required: true, schema: {} }),
      /header x is required now/,
    ],
    [
      'a key made shorter',
      ({ components }) => (components.parameters['Idempotency-Key'].schema.maxLength = 64),
      /maxLength: 255, now 64/,
    ],
    [
      'a member of a request removed',
      (document) => delete friendIn(document).properties.remark,
      /body\.friends\[\]\.remark is gone/,
    ],
    [
      'a member of a request demanded',
      (document) => friendIn(document).required.push('remark'),
      /friends\[\]\.remark is required now/,
    ],
    [
      'fewer items',
      (document) => (schemaOf(document, 'FriendsUpdateBody').properties.friends.maxItems = 9),
      /maxItems: 10000, now 9/,
    ],
    [
      'fewer bytes',
      (document) => (friendIn(document).properties.remark['x-bytes'] = [0, 95]),
      /remark takes other lengths: 0,96, now 0,95/,
    ],
    [
      'another pattern',
      (document) => (friendIn(document).properties.remark.pattern = '^a'),
      /remark has another pattern/,
    ],
    [
      'items told apart by something else',
      (document) => (schemaOf(document, 'FriendsUpdateBody').properties.friends['x-unique-by'] = 'remark'),
      /x-unique-by/,
    ],
    [
      'another type',
      (document) => (friendIn(document).properties.remark.type = 'integer'),
      /remark was string and is integer/,
    ],
    [
      'a type less',
      (document) => (schemaOf(document, 'CustomFriendFields').additionalProperties.type = 'string'),
      /was string or integer and is string/,
    ],
    [
      'a value of an enum removed',
      (document) => schemaOf(document, 'ProfilesSetBody').properties.gender.enum.pop(),
      /gender no longer takes "male"/,
    ],
    [
      'a kind of element removed',
      (document) => schemaOf(document, 'Element').oneOf.shift(),
      /elements\[\] no longer has the form/,
    ],
    [
      'an entry of batches removed',
      (document) => schemaOf(document, 'BatchBody').properties.requests.items.oneOf.shift(),
      /requests\[\] no longer has the form/,
    ],
    [
      'a body that takes no other members',
      (document) => (schemaOf(document, 'CustomFriendFields').additionalProperties = false),
      /.*/,
    ],
    ['a status removed', (document) => delete update(document).responses[207], /no longer answers 207/],
    [
      'a new success',
      (document) => (update(document).responses[206] = update(document).responses[207]),
      /answers 206 now/,
    ],
    [
      'a header of answers removed',
      ({ components }) => delete components.responses.Problem429.headers['retry-after'],
      /429 no longer has the header retry-after/,
    ],
    [
      'a media type removed',
      ({ components }) => delete components.responses.Problem429.content['application/json'],
      /429 is no application\/json any more/,
    ],
    [
      'a member of an answer removed',
      (document) => delete schemaOf(document, 'Friend').properties.remark,
      /friend\.remark is gone|friends\[\]\.remark is gone/,
    ],
    [
      'a member of an answer that may be missing',
      (document) => schemaOf(document, 'FriendsUpdatePartial').required.pop(),
      /207\.results may be missing now/,
    ],
    [
      'another type in an answer',
      (document) => (schemaOf(document, 'Counts').properties.ok.type = 'string'),
      /counts\.ok was integer and is string/,
    ],
    [
      'a status of items that nobody knows',
      (document) =>
        schemaOf(document, 'FriendsUpdateAnswer').properties.results.items.oneOf.push({
          $ref: '#/components/schemas/FriendsAddItemPending',
        }),
      /form that callers don’t know, FriendsAddItemPending/,
    ],
    [
      'a form of answers in batches that an operation of before has as well',
      (document) => {
        addPraise(document)
        update(document).responses[418] = document.paths['/v1/friends/praise'].post.responses[200]
      },
      /form that callers don’t know, Praised/,
    ],
    [
      'a value of an answer’s enum added',
      (document) => schemaOf(document, 'JobEnded').properties.state.enum.push('lost'),
      /state may be "lost"/,
    ],
    [
      'an enum of an answer opened',
      (document) => delete schemaOf(document, 'JobEnded').properties.state.enum,
      /state may be anything now/,
    ],
    [
      'times written otherwise',
      (document) => delete schemaOf(document, 'Accepted').properties.createdAt.format,
      /createdAt has another format/,
    ],
  ])('%s', (_, change, fault) => {
    const faults = faultsOf(change)
    expect(faults).not.toEqual([])
    expect(faults.join('\n')).toMatch(fault)
  })
})

describe('passes:', () => {
  test.each<[what: string, change: (document: Anything) => void]>([
    ['nothing at all', () => undefined],
    ['an operation more', ({ paths }) => (paths['/v1/friends/praise'] = paths['/v1/friends/update'])],
    ['an operation more with an answer of its own, in batches too', addPraise],
    [
      'a header of requests more',
      (document) => update(document).parameters.push({ name: 'x', in: 'header', schema: {} }),
    ],
    ['a member of a request more', (document) => (friendIn(document).properties.colour = { type: 'string' })],
    ['a member no longer demanded', (document) => schemaOf(document, 'FriendsUpdateBody').required.pop()],
    [
      'a value of a request’s enum more',
      (document) => schemaOf(document, 'ProfilesSetBody').properties.gender.enum.push('other'),
    ],
    [
      'more bytes',
      (document) => Object.assign(friendIn(document).properties.remark, { maxLength: 97, 'x-bytes': [0, 97] }),
    ],
    ['more items', (document) => (schemaOf(document, 'FriendsUpdateBody').properties.friends.maxItems = 20_000)],
    ['a type more in a request', (document) => (friendIn(document).properties.remark.type = ['string', 'integer'])],
    ['a kind of element more', (document) => schemaOf(document, 'Element').oneOf.push({ type: 'object' })],
    ['a problem more', (document) => (update(document).responses[418] = update(document).responses[400])],
    ['a header of answers more', ({ components }) => (components.responses.Problem429.headers.x = {})],
    ['a member of an answer more', (document) => (schemaOf(document, 'Friend').properties.colour = { type: 'string' })],
    ['a member of an answer that is always there', (document) => schemaOf(document, 'Friend').required.push('remark')],
    ['a code more', (document) => schemaOf(document, 'ItemError').properties.code['x-extensible-enum'].push('NEW')],
    ['other words', (document) => (update(document).summary = 'Other words')],
  ])('%s', (_, change) => {
    expect(faultsOf(change)).toEqual([])
  })
})
