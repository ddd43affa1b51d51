import { gunzipSync } from 'node:zlib'
import { LeakScan } from '../leaks.ts'

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
    ...[...userSigs].map((userSig, index) => [`UserSig ${index + 1}`, userSig] as const),
  ]
  const scan = new LeakScan(Object.fromEntries(secrets))
  for (const [place, texts] of Object.entries(places)) scan.search(place, [...texts].join('\n'))
  return { hits: scan.leaks, searched: scan.searched }
}
