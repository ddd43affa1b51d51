import { MOST_BATCH_ITEMS, MOST_PAGE_BYTES } from '../../lib/triggers/http/batch-bounds.ts'
import { MOST_ANSWER_BYTES } from '../../lib/triggers/http/encode.ts'
import { batch, batchEntry } from '../../schemas/batch.ts'
import type { Schema } from '../api/takes.ts'
import { table } from '../markdown.ts'
import { linesOf } from './schema-members.ts'

const { requests } = batch.properties

/** The body of a batch as one schema: what is checked of the whole, and then of each entry. */
const body: Schema = {
  ...batch,
  properties: {
    requests: {
      ...requests,
      items: {
        ...batchEntry,
        properties: {
          id: {
            description: `${requests.items.properties.id.bytes.join(' to ')} bytes of your own choice, in no other entry`,
          },
          operation: { description: 'the operation’s name, such as `friends.update`' },
          body: { description: 'the operation’s own body, as it would be sent alone' },
        },
      },
    },
  },
}

export const batchMembers = (): string => table(['member', 'takes'], linesOf(body))

const MIB = 1024 * 1024
const number = (value: number): string => value.toLocaleString('en')

/** What may be in one batch, and what becomes of more. */
export const batchLimits = (): string =>
  table(
    ['limit', 'of', 'beyond it'],
    [
      [number(requests.maxItems), 'entries', 'the batch is refused: 400 `INVALID_REQUEST`'],
      ['2 MiB (`MAX_BODY_BYTES`)', 'the whole body, unpacked', 'the batch is refused: 413 `PAYLOAD_TOO_LARGE`'],
      [
        number(MOST_BATCH_ITEMS),
        'items of all entries together; an entry without a list counts as one',
        'each entry that goes beyond it is answered 413 `PAYLOAD_TOO_LARGE`, and nothing of it is sent',
      ],
      [
        `${MOST_PAGE_BYTES / MIB} MiB`,
        'pages and other answers of reads that list no items',
        'the entry is answered 413 `PAYLOAD_TOO_LARGE`: read it by itself',
      ],
      [
        `${MOST_ANSWER_BYTES / MIB} MiB`,
        'the whole answer',
        'details are left out of all entries and named in `omitted`, as in any answer; verdicts never',
      ],
    ],
  )
