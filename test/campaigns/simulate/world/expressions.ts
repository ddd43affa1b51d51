import type { AttributeValue } from '@aws-sdk/client-dynamodb'

/** An item, or values of an expression, as DynamoDB's protocol writes them. */
export type Attributes = Readonly<Record<string, AttributeValue>>

export type Condition = (item: Attributes | undefined, values: Attributes) => boolean
/** What an update makes of an item, and the names of what it changed. */
export type Change = (item: Attributes, values: Attributes) => { readonly item: Attributes; readonly changed: string[] }

type Operand = (item: Attributes | undefined, values: Attributes) => AttributeValue | undefined

const TOKEN = /\s*(<>|<=|>=|[(),=<>+-]|[#:]?\w+)/gy

function tokensOf(text: string): string[] {
  const tokens = [...text.matchAll(TOKEN)].map(([, token = '']) => token)
  if (tokens.join('') !== text.replaceAll(/\s/g, '')) throw new Error(`the table can't read the expression ${text}`)
  return tokens
}

/** Reads tokens one after another. */
class Reader {
  readonly #tokens: string[]
  #at = 0

  constructor(text: string) {
    this.#tokens = tokensOf(text)
  }

  get next(): string | undefined {
    return this.#tokens[this.#at]
  }

  take(): string {
    const token = this.#tokens[this.#at++]
    if (token === undefined) throw new Error('an expression ends too soon')
    return token
  }

  takeIf(token: string): boolean {
    if (this.next !== token) return false
    this.#at++
    return true
  }

  expect(token: string): void {
    if (!this.takeIf(token)) throw new Error(`an expression has ${this.next} where ${token} should be`)
  }
}

const numberOf = (value: AttributeValue): number => Number(value.N)
const plain = ({ S, N }: AttributeValue): string | number | undefined => S ?? (N === undefined ? undefined : Number(N))

const comparisons: Readonly<Record<string, (a: string | number, b: string | number) => boolean>> = {
  '=': (a, b) => a === b,
  '<>': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

/** Values of different types, or that aren't there, are unequal and in no order. */
function compare(sign: string, a: AttributeValue | undefined, b: AttributeValue | undefined): boolean {
  const [one, other] = [a && plain(a), b && plain(b)]
  const isSame = one !== undefined && typeof one === typeof other
  return isSame ? (comparisons[sign]?.(one, other as typeof one) ?? false) : sign === '<>'
}

function operand(reader: Reader): Operand {
  const first = simple(reader)
  const sign = reader.next
  if (sign !== '+' && sign !== '-') return first
  reader.take()
  const second = simple(reader)
  const factor = sign === '+' ? 1 : -1
  return (item, values) => {
    const [one, other] = [first(item, values), second(item, values)]
    if (one?.N === undefined || other?.N === undefined) throw invalid('an operand is not a number')
    return { N: String(numberOf(one) + factor * numberOf(other)) }
  }
}

function simple(reader: Reader): Operand {
  const token = reader.take()
  if (token === 'if_not_exists') {
    reader.expect('(')
    const name = nameOf(reader.take())
    reader.expect(',')
    const otherwise = operand(reader)
    reader.expect(')')
    return (item, values) => item?.[name] ?? otherwise(item, values)
  }
  if (token.startsWith(':')) return (_, values) => values[token]
  const name = nameOf(token)
  return (item) => item?.[name]
}

/** Names stand for themselves, marked or not: the gateway declares each as its own. */
const nameOf = (token: string): string => (token.startsWith('#') ? token.slice(1) : token)

function anyOf(reader: Reader): Condition {
  const first = allOf(reader)
  if (!reader.takeIf('OR')) return first
  const rest = anyOf(reader)
  return (item, values) => first(item, values) || rest(item, values)
}

function allOf(reader: Reader): Condition {
  const first = one(reader)
  if (!reader.takeIf('AND')) return first
  const rest = allOf(reader)
  return (item, values) => first(item, values) && rest(item, values)
}

function one(reader: Reader): Condition {
  if (reader.takeIf('(')) {
    const inner = anyOf(reader)
    reader.expect(')')
    return inner
  }
  if (reader.next === 'attribute_not_exists' || reader.next === 'attribute_exists') {
    const isWanted = reader.take() === 'attribute_exists'
    reader.expect('(')
    const name = nameOf(reader.take())
    reader.expect(')')
    return (item) => (item?.[name] !== undefined) === isWanted
  }
  return comparison(reader)
}

function comparison(reader: Reader): Condition {
  const left = operand(reader)
  const sign = reader.take()
  const right = operand(reader)
  if (sign !== 'BETWEEN') return (item, values) => compare(sign, left(item, values), right(item, values))
  reader.expect('AND')
  const end = operand(reader)
  return (item, values) => {
    const value = left(item, values)
    return compare('>=', value, right(item, values)) && compare('<=', value, end(item, values))
  }
}

type Step = (before: Attributes, values: Attributes, after: Record<string, AttributeValue>) => void

function steps(reader: Reader): [string, Step][] {
  const all: [string, Step][] = []
  while (reader.next !== undefined) {
    const clause = reader.take()
    do all.push(stepOf(clause, reader))
    while (reader.takeIf(','))
  }
  return all
}

function stepOf(clause: string, reader: Reader): [string, Step] {
  const name = nameOf(reader.take())
  if (clause === 'REMOVE') return [name, (_before, _values, after) => void delete after[name]]
  if (clause === 'SET') reader.expect('=')
  const value = operand(reader)
  if (clause === 'SET') return [name, (before, values, after) => set(after, name, value(before, values))]
  const sum: Step = (before, values, after) => {
    const added = value(before, values)
    set(after, name, added && { N: String(Number(before[name]?.N ?? 0) + numberOf(added)) })
  }
  return [name, sum]
}

function set(after: Record<string, AttributeValue>, name: string, value: AttributeValue | undefined): void {
  if (!value) throw invalid(`the value of ${name} is not there`)
  after[name] = value
}

function invalid(message: string): Error {
  return Object.assign(new Error(message), { name: 'ValidationException' })
}

function remembered<T>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const made = known.get(text) ?? make(text)
    known.set(text, made)
    return made
  }
}

/** A condition in DynamoDB's expression language, as far as the gateway speaks it. */
export const conditionOf: (text: string) => Condition = remembered((text) => anyOf(new Reader(text)))

/** An update expression of SET, REMOVE and ADD clauses. Every clause reads the item as it was. */
export const changeOf: (text: string) => Change = remembered((text) => {
  const all = steps(new Reader(text))
  const changed = all.map(([name]) => name)
  return (item, values) => {
    const after = { ...item }
    for (const [, step] of all) step(item, values, after)
    return { item: after, changed }
  }
})
