import { expect, test } from 'vitest'
import type { AnyOperation } from '../../lib/operation.ts'
import { operations } from '../../lib/operations/index.ts'
import { schemas } from '../../scripts/request-schemas.ts'

/** What is asked for before harm is done: a confirmation, or to whom something goes. */
const ASKED_FOR = ['confirm', 'audience']

/** Whoever reads these reads what people wrote to each other. */
const READS_MESSAGES = /^((group-)?message(s|-extensions)\.list|message-archives\.)/

type Row = Pick<AnyOperation, 'name' | 'byName'> & { readonly schema: object }

/** Rows that a wildcard over families would grant, and must not. */
const unguarded = (rows: Iterable<Row>): string[] =>
  [...rows].filter((row) => wantsName(row) && !row.byName).map(({ name }) => name)

function wantsName({ name, schema }: Row): boolean {
  const { required = [] } = schema as { readonly required?: readonly string[] }
  return READS_MESSAGES.test(name) || ASKED_FOR.some((member) => required.includes(member))
}

const row = (name: string, required?: readonly string[], byName?: true): Row => ({
  name,
  schema: { ...(required && { required }) },
  ...(byName && { byName }),
})

test('each operation that needs a confirmation, or reads messages or archives, is granted by its name', () => {
  const rows = [...operations.values()].map((one): Row => ({ ...one, schema: schemas[one.name] ?? {} }))
  expect(unguarded(rows)).toEqual([])
})

test('a row that forgot it is found', () => {
  const rows = [
    row('accounts.delete', ['userIds', 'confirm']),
    row('push.send', ['audience']),
    row('message-archives.get', ['hour']),
    row('group-messages.list'),
    row('user-tags.delete-all', ['confirm'], true),
    row('accounts.check', ['userIds']),
    row('messages.send', ['elements']),
  ]
  expect(unguarded(rows)).toEqual(['accounts.delete', 'push.send', 'message-archives.get', 'group-messages.list'])
})
