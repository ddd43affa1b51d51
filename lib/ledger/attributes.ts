import type { AttributeValue } from '@aws-sdk/client-dynamodb'

export type Value = string | number | Uint8Array
/** An item's attributes, beside its key. */
export type Item = Readonly<Record<string, Value>>

/** An item's key: its partition key `pk` and, in a table with sort keys, its sort key `sk`. */
export type Key = string | readonly [pk: string, sk: string]

/** An item's attributes in the form of DynamoDB's protocol. */
export type Encoded = Record<string, AttributeValue>

export const keyOf = (key: Key): Item => (typeof key === 'string' ? { pk: key } : { pk: key[0], sk: key[1] })

export const encode = (item: Item): Encoded =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, encodeValue(value)]))

function encodeValue(value: Value): AttributeValue {
  if (typeof value === 'string') return { S: value }
  return typeof value === 'number' ? { N: String(value) } : { B: value }
}

export const decode = (item: Encoded): Item =>
  Object.fromEntries(
    Object.entries(item).map(([name, { S, N, B }]) => [name, S ?? B ?? (N === undefined ? '' : Number(N))]),
  )
