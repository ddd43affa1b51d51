import type { Members } from '../json.ts'
import type { Unclear } from '../operation.ts'

/** Ends of the constants that name a relation; both families of checks share all but their words for none. */
const relations: Readonly<Record<string, string>> = {
  BothWay: 'mutual',
  AWithB: 'outgoing',
  BWithA: 'incoming',
  NoRelation: 'none',
  NO: 'none',
}

/** Reads `Relation` of an entry that is ok; one we do not know can't be understood. */
export const readRelation =
  (prefix: 'CheckResult_Type_' | 'BlackCheckResult_Type_') =>
  ({ Relation }: Members): Members | Unclear => {
    const name = typeof Relation === 'string' && Relation.startsWith(prefix) ? Relation.slice(prefix.length) : ''
    return Object.hasOwn(relations, name) ? { relation: relations[name] } : 'Relation is none we know'
  }
