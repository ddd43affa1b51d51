import type { ReadBefore } from '../printed/columns.ts'
import { nameIn } from '../rows/item-name.ts'
import type { Body, Portion } from '../rows/portion.ts'
import type { Chunk } from './chunks.ts'

/** What a row would set, and of whom. */
export interface Subject {
  /** Counted from 0, as the rows of the input. */
  readonly row: number
  readonly id: string
  readonly values: Body
}

/** A request that reads what rows would set. */
export interface Reading extends Portion {
  readonly of: readonly Subject[]
}

/** A member that a row would change. */
export interface Change {
  readonly row: number
  readonly userId: string
  readonly member: string
  readonly from: unknown
  readonly to: unknown
}

/** Most names that a body may ask for. */
const MOST_FIELDS = 100

/** The requests that read what chunks would set: as many at once as one call of Chat's reads. */
export function* readings(
  chunks: Iterable<Chunk>,
  reads: ReadBefore,
  itemId: readonly string[] | undefined,
): Generator<Reading> {
  let group = ''
  let of: Subject[] = []
  let envelope: Body = {}
  for (const chunk of chunks) {
    const { app, userId } = chunk.envelope
    const asked = { ...(app !== undefined && { app }), ...(reads.acts && { userId }) }
    const name = JSON.stringify(asked)
    for (const [place, row] of chunk.rows.entries()) {
      if (of.length > 0 && (name !== group || of.length === reads.perCall)) {
        yield readingOf(envelope, of, reads)
        of = []
      }
      group = name
      envelope = asked
      const values = (chunk.items ? chunk.items[place] : chunk.envelope) as Body
      of.push({ row, id: String(nameIn(values, itemId ?? ['userId'])), values: Object(values) })
    }
  }
  if (of.length > 0) yield readingOf(envelope, of, reads)
}

function readingOf(envelope: Body, of: readonly Subject[], { picks, members }: ReadBefore): Reading {
  const fields = new Set(of.flatMap(({ values }) => members.flatMap((member) => namesOf(member, values[member]))))
  const ids = [...new Set(of.map(({ id }) => id))]
  const asked = picks && fields.size > 0 && fields.size <= MOST_FIELDS ? { fields: [...fields] } : {}
  const bytes = Buffer.byteLength(JSON.stringify([envelope, ids, asked]))
  return { id: String(of[0]?.row), envelope: { ...envelope, ...asked }, items: ids, bytes, calls: 1, of }
}

/** A member by its name, or what stands in it by theirs: `custom.Level`. */
function namesOf(member: string, value: unknown): string[] {
  if (value === undefined) return []
  return isObject(value) ? Object.keys(value).map((name) => `${member}.${name}`) : [member]
}

/** What a row would change of what was read. */
export function changesOf({ row, id, values }: Subject, current: Body, members: readonly string[]): Change[] {
  return members.flatMap((member) =>
    namesOf(member, values[member]).flatMap((name): Change[] => {
      const [, inner] = name === member ? [] : [member, name.slice(member.length + 1)]
      const to = inner === undefined ? values[member] : (values[member] as Body)[inner]
      const from = inner === undefined ? current[member] : (Object(current[member]) as Body)[inner]
      return isSame(from, to) ? [] : [{ row, userId: id, member: name, from: from ?? null, to }]
    }),
  )
}

/** Lists have no order, and what is not set is as good as empty. */
function isSame(from: unknown, to: unknown): boolean {
  if (Array.isArray(to))
    return JSON.stringify([...(Array.isArray(from) ? from : [])].sort()) === JSON.stringify([...to].sort())
  return (from ?? '') === to
}

const isObject = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value)
