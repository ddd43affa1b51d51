import type { Pointed } from '../../errors/gateway-error.ts'

/** Members of a batch that stand in one object for the second time, by whose fault they are; the entries' by their index. */
export interface Doubled {
  /** Around the entries, or an entry's id, which two of make it uncertain which entry it is. */
  readonly around?: Pointed[]
  readonly ofEntries: ReadonlyMap<number, Pointed[]>
  /** By pointers within the entry's body, as those of its other faults. */
  readonly ofBodies: ReadonlyMap<number, Pointed[]>
}

const ENTRY = /^\/requests\/(\d+)(\/body(?=\/))?(?=\/)(?!\/id$)/

export function sortDoubled(doubled: Iterable<Pointed> = []): Doubled {
  const around: Pointed[] = []
  const ofEntries = new Map<number, Pointed[]>()
  const ofBodies = new Map<number, Pointed[]>()
  for (const place of doubled) {
    const [start, index, body] = ENTRY.exec(place.pointer) ?? []
    if (start === undefined) around.push(place)
    else add(body ? ofBodies : ofEntries, Number(index), { ...place, pointer: place.pointer.slice(start.length) })
  }
  return { ...(around.length > 0 && { around }), ofEntries, ofBodies }
}

function add(places: Map<number, Pointed[]>, index: number, place: Pointed): void {
  const known = places.get(index)
  if (known) known.push(place)
  else places.set(index, [place])
}
