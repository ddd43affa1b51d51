/** A value somewhere in a JSON document that nobody has checked yet. */
export interface Place {
  value: unknown
  /** Where it stands, in words a person finds it by: `apps.default.accounts.alice`. */
  path: string
}

/** A seed or control body that does not say what it must; the message names the place. */
export class Misread extends Error {
  constructor(place: Place, must: string) {
    super(`${place.path || 'the document'} ${must}`)
    this.name = 'Misread'
  }
}

/** The members of an object that stands at `place`, keyed by name. Throws Misread for anything that is no object. */
export function entries(place: Place): Array<[string, Place]> {
  const { value, path } = place
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Misread(place, 'must be an object')
  return Object.entries(value).map(([key, member]) => [key, { value: member, path: path ? `${path}.${key}` : key }])
}

/** As `entries`, but every member must bear one of the known names, so that a misspelt one is never silently ignored. */
export function record(place: Place, known: readonly string[]): Record<string, Place> {
  const found = entries(place)
  for (const [key, member] of found) {
    if (!known.includes(key)) throw new Misread(member, `is unknown; known here: ${known.join(', ')}`)
  }
  return Object.fromEntries(found)
}

/** The member `key` of an object's places; a place without a value where the member is missing. */
export function member(parent: Place, places: Record<string, Place>, key: string): Place {
  return places[key] ?? { value: undefined, path: parent.path ? `${parent.path}.${key}` : key }
}

export function text(place: Place): string {
  if (typeof place.value !== 'string' || place.value === '') throw new Misread(place, 'must be a non-empty string')
  return place.value
}

export function integer(place: Place, min: number, max = Number.MAX_SAFE_INTEGER): number {
  const { value } = place
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < min || value > max) {
    throw new Misread(place, `must be an integer from ${min} to ${max}`)
  }
  return value
}

export function flag(place: Place): boolean {
  if (typeof place.value !== 'boolean') throw new Misread(place, 'must be true or false')
  return place.value
}

export function oneOf<Choice extends string>(place: Place, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === place.value)
  if (found === undefined) throw new Misread(place, `must be one of ${choices.join(', ')}`)
  return found
}

export function list<Item>(place: Place, read: (item: Place) => Item): Item[] {
  if (!Array.isArray(place.value)) throw new Misread(place, 'must be a list')
  return place.value.map((value, index) => read({ value, path: `${place.path}[${index}]` }))
}

/** What `read` makes of the place, or `otherwise` where the member was left out. */
export function optional<Value, Otherwise>(
  place: Place,
  read: (place: Place) => Value,
  otherwise: Otherwise,
): Value | Otherwise {
  return place.value === undefined ? otherwise : read(place)
}
