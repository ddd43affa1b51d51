import { operations } from '../lib/operations/index.ts'
import { shapesOf } from './shapes-of.ts'

/** The schema of each operation's body by the operation's name: for whoever builds, documents or checks. */
export const schemas: Readonly<Record<string, object>> = Object.fromEntries(
  await Promise.all([...operations.keys()].map(async (name) => [name, (await shapesOf(name)).body] as const)),
)
