import { readConfig } from '../../lib/config.ts'
import { nearest } from '../../lib/nearest.ts'
import { insteadOf } from '../../lib/refused-value.ts'
import { readSources, type Sources } from './event-sources.ts'
import { functionSettings, type Setting } from './function-settings.ts'
import { type Said, stageKeys } from './keys.ts'
import { isMap, type Key, Wrong } from './values.ts'

/** What a stage's file says. */
export interface StageValues {
  readonly said: Said
  /** The texts of the functions' variables that it sets, by their names. */
  readonly variables: Readonly<Record<string, string>>
  /** None where it says none, undefined where it says nothing. */
  readonly sources: Sources | undefined
  /** The places at which it says something. */
  readonly says: readonly string[]
}

const EVENT_SOURCES = 'eventSources'
const known = new Set([...Object.keys(stageKeys), ...functionSettings.keys(), EVENT_SOURCES])
const groups = new Set(
  [...known].flatMap((place) =>
    place
      .split('.')
      .slice(0, -1)
      .map((_, index, all) => all.slice(0, index + 1).join('.')),
  ),
)

/** Reads a parsed file, key by key. What is wrong with it is added to `faults`, each with its place and cure. */
export function readValues(document: unknown, faults: string[]): StageValues {
  const values = {
    said: {} as Record<string, unknown>,
    variables: {} as Record<string, string>,
    sources: undefined as Sources | undefined,
    says: [] as string[],
  }
  if (document !== null && !isMap(document)) faults.push('it must be a map of keys; stages/example.yml shows them all')
  for (const [place, value] of leavesOf(document, '', faults)) {
    values.says.push(place)
    const put = (read: unknown) => {
      const setting = functionSettings.get(place)
      if (setting !== undefined) values.variables[setting.name] = String(read)
      else if (place === EVENT_SOURCES) values.sources = read as Sources
      else values.said[place] = read
    }
    const read = valueAt(place, value)
    if (read instanceof Wrong) faults.push(`${place} ${read.found}`)
    else put(read)
  }
  return values
}

/** What a value means at its place, or a `Wrong` whose text ends a sentence that begins with the place. */
function valueAt(place: string, value: unknown): unknown {
  if (isSecret(value)) {
    return new Wrong(
      'looks like a key or a token. Secrets stand in Secrets Manager alone; take it out, and change it, as it may have been read',
    )
  }
  const setting = functionSettings.get(place)
  try {
    if (setting !== undefined) return textOf(setting, value)
    if (place === EVENT_SOURCES) return value === 'none' ? [] : readSources(value)
  } catch (error) {
    return new Wrong((error as Error).message)
  }
  const { takes, read } = stageKeys[place as keyof typeof stageKeys] as Key<unknown>
  const found = read(value)
  return found instanceof Wrong
    ? new Wrong(`must be ${takes}${found.found ?? `, ${insteadOf(JSON.stringify(value))}`}`)
    : found
}

/** A setting of the functions, judged as they judge it themselves. */
function textOf({ name }: Setting, value: unknown): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  if (text === '') throw new Error('is empty: take it out, or write a value')
  try {
    readConfig({ [name]: text })
  } catch (error) {
    throw new Error((error as Error).message.replace(/^bad settings: \w+ /, '').replace('a JSON list', 'a list'))
  }
  return text
}

/** Every value at a known place; an unknown one is a fault. */
function* leavesOf(node: unknown, at: string, faults: string[]): Generator<[string, unknown]> {
  if (!isMap(node)) return
  for (const [key, value] of Object.entries(node)) {
    const place = at === '' ? key : `${at}.${key}`
    if (known.has(place)) yield [place, value]
    else if (!groups.has(place)) faults.push(unknownKey(place, key, at))
    else if (isMap(value)) yield* leavesOf(value, place, faults)
    else faults.push(`${place} must be a map of ${namesAt(place).join(', ')}`)
  }
}

const namesAt = (at: string): string[] => {
  const head = at === '' ? '' : `${at}.`
  return [...known, ...groups]
    .filter((place) => place.startsWith(head) && !place.slice(head.length).includes('.'))
    .map((place) => place.slice(head.length))
}

function unknownKey(place: string, key: string, at: string): string {
  if (/(secret|access|private|api)_?key|password|passwd|token|credential/i.test(key)) {
    return `${place} is no key of a stage: secrets stand in Secrets Manager alone (docs/deploy.md); take it out`
  }
  const meant = nearest(key, namesAt(at)) ?? [...known].find((one) => one.split('.').at(-1) === key)
  const cure =
    meant === undefined
      ? `there ${at === '' ? 'are' : `(${at}) are`} ${namesAt(at).join(', ')}`
      : `did you mean ${at !== '' && !meant.includes('.') ? `${at}.` : ''}${meant}?`
  return `${place} is no key of a stage: ${cure}`
}

/** An access key of AWS's, a private key, what Chat's keys look like (64 digits of hex), or a password in an address. */
const SECRET =
  /(?<![A-Z\d])(AKIA|ASIA)[A-Z\d]{16}(?![A-Z\d])|-----BEGIN [A-Z ]*PRIVATE KEY|(?<![\da-f])[\da-f]{64}(?![\da-f])|"secretKey"|:\/\/[^\s/@"]*:[^\s/@"]+@/i

const isSecret = (value: unknown): boolean => SECRET.test(JSON.stringify(value) ?? '')
