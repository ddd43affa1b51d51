import { isObject, type Members } from '../json.ts'

/** What the language has and its type declarations do not know yet: a reviver is told the text a value was written as. */
type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown
const parse = JSON.parse as (text: string, reviver?: Reviver) => unknown

/** The object a text holds; undefined where it holds none. */
export const parseObject = (text: string): Members | undefined => objectIn(text)

const isRounded = (value: unknown): boolean => typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER

/**
 * The same with integers beyond 2^53 as bigint, and as NaN what is as large and no plain integer: nothing is rounded silently.
 * It takes several times as long, so it is for texts that are known to need it. A text that nests deeper than the platform can read so
 * has NaN for the integers too.
 */
export function parseExactly(text: string): Members | undefined {
  const exact = objectIn(text, (_, value, { source = '' }) => {
    if (!isRounded(value)) return value
    return /^-?\d+$/.test(source) ? BigInt(source) : Number.NaN
  })
  return exact ?? withoutRounded(objectIn(text))
}

function withoutRounded(object: Members | undefined): Members | undefined {
  const open: object[] = object ? [object] : []
  for (let node = open.pop(); node; node = open.pop()) {
    for (const [name, value] of Object.entries(node)) {
      if (isRounded(value)) Object.assign(node, { [name]: Number.NaN })
      else if (typeof value === 'object' && value !== null) open.push(value)
    }
  }
  return object
}

/** Chat's largest pages stay far below; a few megabytes of brackets would take a hundred times as much memory. */
const MOST_VALUES = 500_000

/** Whether a text holds so many values that reading it would take up all memory. */
export function isOverfull(text: string): boolean {
  if (text.length <= MOST_VALUES) return false
  let values = 0
  for (let at = 0; at < text.length && values <= MOST_VALUES; at++) {
    const character = text[at]
    if (character === '"') at = endOfString(text, at)
    else if (character === ',' || character === '[' || character === '{') values++
  }
  return values > MOST_VALUES
}

/** Where the string ends that begins at `quote`; behind all where it does not. */
function endOfString(text: string, quote: number): number {
  for (let end = text.indexOf('"', quote + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let first = end
    while (text[first - 1] === '\\') first--
    if ((end - first) % 2 === 0) return end
  }
  return text.length
}

/** Says nothing, and is no JSON; some servers begin every text with it. */
const BYTE_ORDER_MARK = '\uFEFF'

function objectIn(text: string, reviver?: Reviver): Members | undefined {
  try {
    const value = parse(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text, reviver)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** What stands at a path of members, inside others behind dots and in lists by its place; undefined where nothing does. */
export function valueAt(object: Members, path: string): unknown {
  let value: unknown = object
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Members)[name]
  }
  return value
}
