import type { FromSchema } from 'json-schema-to-ts'
import type { action, pairs } from '../../schemas/extensions.ts'
import type { Pointed } from '../errors/gateway-error.ts'
import type { Members } from '../json.ts'
import type { Answered, ItemRules, Position, Unclear } from '../operation.ts'
import { readCount } from './counts.ts'
import { readEntries, readValues } from './entries.ts'
import { isName } from './names.ts'

type Action = FromSchema<typeof action>
export type Pair = FromSchema<typeof pairs>[number]
interface Change {
  readonly action: Action
  readonly pairs?: readonly Pair[] | undefined
}

export const operateTypes: Readonly<Record<Action, number>> = { set: 1, delete: 2, clear: 3 }

const readText = (value: unknown) => (typeof value === 'string' ? value : undefined)

/** The pairs that a change is about, at most 20 a call; each with a verdict and its new version. */
export const pairItems: ItemRules<unknown, Pair> = {
  member: 'pairs',
  optional: true,
  id: ({ key }) => key,
  as: 'key',
  toUpstream: ({ key, value = '', version }) => ({ Key: key, Value: value, Seq: version }),
  told: { form: 'own', list: 'ExtensionList', id: 'Extension.Key', code: 'ErrorCode' },
  read: ({ Extension }) => readValues({ version: [Object(Extension).Seq, readCount] }),
  limit: 20,
}

/** What a schema can't tell: which of its members an action takes. */
export function faultsOfChange({ action, pairs }: Change): Pointed[] {
  if (action === 'clear') return pairs ? [{ pointer: '/pairs', message: NONE_WITH_CLEAR }] : []
  if (!pairs) return [{ pointer: '/pairs', message: `is required to ${action}` }]
  return pairs.flatMap(({ value }, index) => {
    const pointer = `/pairs/${index}/value`
    if (action === 'set') return value === undefined ? [{ pointer, message: 'is required to set' }] : []
    return value === undefined ? [] : [{ pointer, message: 'goes with set alone; what is deleted needs its key' }]
  })
}

const NONE_WITH_CLEAR = 'goes with set and delete alone: clear takes every pair away'

function readPair({ Key, Value, Seq }: Members): { readonly key: string } | Unclear {
  if (!isName(Key)) return 'it names no Key'
  return { key: Key, ...readValues({ value: [Value, readText], version: [Seq, readCount] }) }
}

/**
 * Pairs come by their versions, and a page begins at one. Where all of a page have the version that was asked for, what more there
 * is of that one can't be had.
 */
export function readPairs({ ExtensionList, CompleteFlag }: Members, from: Position): Answered | Unclear {
  const extensions = readEntries('ExtensionList', ExtensionList, readPair)
  if (typeof extensions === 'string') return extensions
  if (CompleteFlag === 1) return { answer: { extensions } }
  const versions = (Array.isArray(ExtensionList) ? ExtensionList : []).map(({ Seq }) => readCount(Seq) ?? -1)
  const highest = Math.max(-1, ...versions)
  if (highest < 0) return 'CompleteFlag does not end the list, and no Seq says where it goes on'
  const start = Number(from ?? 0)
  return highest > start
    ? { answer: { extensions }, next: highest }
    : { answer: { extensions, truncated: true }, next: start + 1 }
}
