import { type CompiledFamily, families } from '../../schemas/compiled/index.js'
import type { AnyOperation } from '../operation.ts'
import { type Known, known } from './known.ts'

/** Families that something has been asked of: a start costs the same however many there are. */
const loaded = new Map<string, Promise<CompiledFamily>>()

/** Loads a family's rows and validators, once for all that ask; undefined where there is no such family. */
export function loadFamily(family: string): Promise<CompiledFamily> | undefined {
  const loading = loaded.get(family) ?? families[family]?.()
  if (loading) loaded.set(family, loading)
  return loading
}

/** The family that stands before the dot of a name. */
export const familyIn = (name: string): string => name.slice(0, name.indexOf('.'))

/** An operation's row. */
export async function rowOf({ name }: Known): Promise<AnyOperation> {
  const row = (await loadFamily(familyIn(name)))?.compiled[name]?.row
  if (!row) throw new Error(`no compiled row "${name}": run the build`)
  return row
}

/** The row of an operation by its name; undefined where there is no such operation. */
export async function rowNamed(name: string): Promise<AnyOperation | undefined> {
  const one = known.get(name)
  return one && rowOf(one)
}

/** The rows of those among these that are names of operations. */
export async function rowsNamed(names: Iterable<unknown>): Promise<ReadonlyMap<unknown, AnyOperation>> {
  const some = [...new Set(names)].flatMap((name) => known.get(name as string) ?? [])
  return new Map(await Promise.all(some.map(async (one) => [one.name, await rowOf(one)] as const)))
}
