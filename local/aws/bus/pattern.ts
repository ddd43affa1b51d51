import { StartError } from '../start-error.ts'

/** Whether an event, or a part of one, is as the pattern wants it. */
export type Matcher = (event: unknown) => boolean

/** Whether one value of an event, no object, is. */
type Test = (value: unknown) => boolean
type TextTest = (text: string) => boolean

const NUMERIC: Record<string, (value: number, limit: number) => boolean> = {
  '=': (value, limit) => value === limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
}

const TEXTUAL: Record<string, (wanted: string, place: string) => TextTest> = {
  prefix: (wanted) => (text) => text.startsWith(wanted),
  suffix: (wanted) => (text) => text.endsWith(wanted),
  'equals-ignore-case': (wanted) => (text) => text.toLowerCase() === wanted.toLowerCase(),
  wildcard: (wanted, place) => {
    const whole = wildcard(wanted, place)
    return (text) => whole.test(text)
  },
}

/**
 * The matcher of an EventBridge event pattern. Throws a StartError naming the place of what EventBridge (or this) doesn't take.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function compilePattern(pattern: unknown, place: string): Matcher {
  if (!isObject(pattern) || Object.keys(pattern).length === 0)
    throw wrong(place, 'an event pattern is an object with keys')
  const parts = Object.entries(pattern).map(([key, part]) => {
    const at = `${place}.${key}`
    return key === '$or' ? anyOf(part, at) : field(key, part, at)
  })
  return (event) => parts.every((matches) => matches(event))
}

function anyOf(patterns: unknown, place: string): Matcher {
  const alternatives = listOf(patterns, place).map((pattern, index) => compilePattern(pattern, `${place}[${index}]`))
  return (event) => alternatives.some((matches) => matches(event))
}

function field(key: string, pattern: unknown, place: string): Matcher {
  const valueIn = (event: unknown) => (isObject(event) && Object.hasOwn(event, key) ? event[key] : undefined)
  if (!Array.isArray(pattern)) {
    const matches = compilePattern(pattern, place)
    return (event) => objectsIn(valueIn(event)).some(matches)
  }
  const alternatives = listOf(pattern, place).map((wanted, index) => leaf(wanted, `${place}[${index}]`))
  return (event) => {
    const values = leavesOf(valueIn(event))
    return alternatives.some((matches) => matches(values))
  }
}

/** Where a pattern goes deeper: the objects of a list each for itself, and nothing at all as an object without keys. */
function objectsIn(value: unknown): unknown[] {
  const objects = [value].flat(Number.POSITIVE_INFINITY).filter(isObject)
  return objects.length > 0 ? objects : [{}]
}

/** A list counts as each of its values, and an object is no value. */
const leavesOf = (value: unknown): unknown[] =>
  [value].flat(Number.POSITIVE_INFINITY).filter((item) => item !== undefined && !isObject(item))

function leaf(wanted: unknown, place: string): (values: unknown[]) => boolean {
  if (!isObject(wanted)) return (values) => values.includes(wanted)
  const [operator, operand] = only(wanted, place)
  if (operator === 'exists') {
    if (typeof operand !== 'boolean') throw wrong(place, '"exists" is true or false')
    return (values) => values.length > 0 === operand
  }
  const test = testOf(operator, operand, place)
  return (values) => values.some(test)
}

function testOf(operator: string, operand: unknown, place: string): Test {
  if (operator === 'numeric') return numeric(operand, place)
  if (operator === 'anything-but') return anythingBut(operand, place)
  const test = textual(operator, operand, place)
  return (value) => typeof value === 'string' && test(value)
}

function textual(operator: string, operand: unknown, place: string): TextTest {
  const make = Object.hasOwn(TEXTUAL, operator) ? TEXTUAL[operator] : undefined
  if (make === undefined) throw wrong(place, `the local event bus doesn't know the operator "${operator}"`)
  if (typeof operand === 'string') return make(operand, place)
  const wanted = isObject(operand) && /^(prefix|suffix)$/.test(operator) && operand['equals-ignore-case']
  if (typeof wanted !== 'string') throw wrong(place, `"${operator}" takes text`)
  const test = make(wanted.toLowerCase(), place)
  return (text) => test(text.toLowerCase())
}

function anythingBut(operand: unknown, place: string): Test {
  if (isObject(operand)) {
    const [operator, wanted] = only(operand, place)
    const unwanted = (Array.isArray(wanted) ? listOf(wanted, place) : [wanted]).map((text) =>
      textual(operator, text, place),
    )
    return (value) => !(typeof value === 'string' && unwanted.some((test) => test(value)))
  }
  const unwanted = Array.isArray(operand) ? listOf(operand, place) : [operand]
  const kinds = [...new Set(unwanted.map((value) => typeof value))].join()
  if (kinds === 'string' || kinds === 'number') return (value) => !unwanted.includes(value)
  throw wrong(place, '"anything-but" takes text or numbers, not both')
}

function numeric(operand: unknown, place: string): Test {
  const parts = listOf(operand, place)
  const limits = parts.flatMap((operator, index) => (index % 2 === 0 ? [limit(operator, parts[index + 1], place)] : []))
  return (value) => typeof value === 'number' && limits.every((holds) => holds(value))
}

function limit(operator: unknown, bound: unknown, place: string): (value: number) => boolean {
  const compare = Object.hasOwn(NUMERIC, String(operator)) ? NUMERIC[String(operator)] : undefined
  if (compare !== undefined && typeof bound === 'number') return (value) => compare(value, bound)
  throw wrong(place, '"numeric" takes pairs of a sign (<, <=, =, >=, >) and a number')
}

/** `*` stands for any text; a backslash takes the meaning of `*` or a backslash away. */
function wildcard(wanted: string, place: string): RegExp {
  if (!/^(\\[*\\]|[^\\*]|\*(?!\*))*$/.test(wanted)) {
    throw wrong(place, '"wildcard" takes no two * in a row, and a backslash only before * or another one')
  }
  const source = wanted.replace(/\\([*\\])|\*|./gs, (found, escaped) =>
    found === '*' ? '.*' : (escaped ?? found).replace(/[\\^$.*+?()[\]{}|/]/, '\\$&'),
  )
  return new RegExp(`^${source}$`, 's')
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

function only(operation: Record<string, unknown>, place: string): [string, unknown] {
  const [first, ...others] = Object.entries(operation)
  if (first === undefined || others.length > 0) throw wrong(place, 'an operation has one key')
  return first
}

function listOf(value: unknown, place: string): unknown[] {
  if (Array.isArray(value) && value.length > 0) return value
  throw wrong(place, 'a list with something in it is wanted here')
}

const wrong = (place: string, what: string) => new StartError(`serverless.yml: ${place}: ${what}.`)
