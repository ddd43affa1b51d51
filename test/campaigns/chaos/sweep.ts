import { constants, gunzipSync } from 'node:zlib'
import { LeakScan } from '../leaks.ts'

/** Texts; records hold compressed JSON, of which only what is packed tells anything: the packing looks like whatever chance makes of it. */
export function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') {
    const bytes = value.startsWith('H4sI') && Buffer.from(value, 'base64')
    yield bytes ? gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }).toString() : value
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
  const scan = new LeakScan(Object.fromEntries([...keys].map((key, index) => [`key ${index + 1}`, key])))
  for (const [index, userSig] of [...userSigs].entries()) scan.addUserSig(`UserSig ${index + 1}`, userSig)
  for (const [place, texts] of Object.entries(places)) scan.search(place, [...texts].join('\n'))
  return { hits: scan.leaks, searched: scan.searched }
}
