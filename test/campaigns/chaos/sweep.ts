import { gunzipSync } from 'node:zlib'
import { LeakScan } from '../leaks.ts'

/** A prefix of fewer characters would stand in texts by chance. */
const LEAST_PREFIX = 12

/** All UserSigs of an app begin alike; whichever of them leaked, and coded however, this would stand in it. */
export function sharedPrefixes(userSigs: Iterable<string>): string[] {
  const byStart = Map.groupBy(userSigs, (userSig) => userSig.slice(0, LEAST_PREFIX))
  return [...byStart.values()].map((alike) => alike.reduce(sharedPrefix))
}

function sharedPrefix(one: string, other: string): string {
  let length = 0
  while (length < one.length && one[length] === other[length]) length++
  return one.slice(0, length)
}

/** Texts, and what is packed into them: records hold compressed JSON. */
export function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') {
    yield value
    const bytes = Buffer.from(value, 'base64')
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) yield gunzipSync(bytes, { finishFlush: 2 }).toString()
  } else if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) yield* textsIn(inner)
  }
}

export interface Sweep {
  readonly hits: readonly { readonly place: string; readonly what: string }[]
  readonly searched: number
}

/** Searches everything for every secret there ever was. @param places by name, all texts of each */
export function sweep(
  keys: ReadonlySet<string>,
  userSigs: ReadonlySet<string>,
  places: Readonly<Record<string, Iterable<string>>>,
): Sweep {
  const secrets = [
    ...[...keys].map((key, index) => [`key ${index + 1}`, key] as const),
    ...sharedPrefixes(userSigs).map((prefix, index) => [`UserSig of kind ${index + 1}`, prefix] as const),
  ]
  const scan = new LeakScan(Object.fromEntries(secrets))
  for (const [place, texts] of Object.entries(places)) scan.search(place, [...texts].join('\n'))
  return { hits: scan.leaks, searched: scan.searched }
}
