import { isUtf8 } from 'node:buffer'
import fc from 'fast-check'

/** A body as API Gateway hands it on. */
export interface Wire {
  readonly body?: string
  readonly isBase64Encoded: boolean
}

type Spoil = (text: string) => string | Buffer

const insert = (text: string, at: number, what: string) => {
  const place = at % (text.length + 1)
  return text.slice(0, place) + what + text.slice(place)
}

/** What can happen to a text of JSON on its way; most bodies go as they are. */
const spoils: fc.Arbitrary<Spoil> = fc.oneof(
  { weight: 60, arbitrary: fc.constant<Spoil>((text) => text) },
  {
    weight: 2,
    arbitrary: fc.nat(500).map(
      (at): Spoil =>
        (text) =>
          text.slice(0, at % (text.length + 1)),
    ),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(
        fc.nat(500),
        fc.constantFrom('\0', '"', '\\', '}', ',', '\ud800', '1e400', '-', '\u2028', '\ufffd', '//', "'"),
      )
      .map(
        ([at, what]): Spoil =>
          (text) =>
            insert(text, at, what),
      ),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(fc.nat(500), fc.constantFrom(0xff, 0xc0, 0x80, 0xed)).map(
      ([at, byte]): Spoil =>
        (text) =>
          Buffer.concat([
            Buffer.from(text.slice(0, at % (text.length + 1))),
            Buffer.of(byte),
            Buffer.from(text.slice(at % (text.length + 1))),
          ]),
    ),
  },
  { weight: 1, arbitrary: fc.constant<Spoil>((text) => Buffer.from(`\ufeff${text}`)) },
  { weight: 1, arbitrary: fc.constant<Spoil>((text) => `\ufeff${text}`) },
  { weight: 1, arbitrary: fc.constant<Spoil>((text) => Buffer.from(text, 'utf16le')) },
  { weight: 1, arbitrary: fc.constant<Spoil>((text) => Buffer.from(text, 'latin1')) },
  // A member twice, where the body has one of them.
  { weight: 2, arbitrary: fc.constant<Spoil>((text) => text.replace(/^\{/, '{"userId":"first","app":1,')) },
  { weight: 1, arbitrary: fc.constant<Spoil>((text) => text.replace(/\d+/, '1e400')) },
  { weight: 1, arbitrary: fc.constant<Spoil>((text) => ` \n\t${text}\r\n `) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Spoil>(...['', '{}', 'null', '0', '"a"', '[]', 'NaN'].map((text) => () => text)),
  },
)

/** Bodies that cost, so few of them: nested as deep as they can be, and as long as is taken, or longer. */
const costly: fc.Arbitrary<Spoil> = fc.constantFrom<Spoil>(
  () => '['.repeat(200_000),
  () => '{"friends":'.repeat(100_000),
  () => `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  (text) => text.replace(/^\{/, `{"x":"${'x'.repeat(2 * 1024 * 1024)}",`),
  (text) => text.padEnd(2 * 1024 * 1024, ' '),
  (text) => text.padEnd(2 * 1024 * 1024 + 1, ' '),
  (text) => text.replace(/^\{/, `{"${'~/'.repeat(400_000)}":1,`),
)

/** How a JSON value is written down and carried. */
export const carriage: fc.Arbitrary<(value: unknown) => Wire> = fc
  .tuple(
    fc.oneof({ weight: 150, arbitrary: spoils }, { weight: 1, arbitrary: costly }),
    fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  )
  .map(([spoil, inBase64]) => (value) => {
    const spoilt = spoil(JSON.stringify(value) ?? '')
    return inBase64 || typeof spoilt !== 'string'
      ? { body: Buffer.from(spoilt).toString('base64'), isBase64Encoded: true }
      : { body: spoilt, isBase64Encoded: false }
  })

/** What a body says, read by nobody's code but the platform's: its bytes, and its JSON where it has any. */
export function readWire({ body = '', isBase64Encoded }: Wire): {
  readonly bytes: number
  /** `isDoubled`: whether some object names a member twice. */
  readonly json?: { readonly value: unknown; readonly isDoubled: boolean }
} {
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8')
  if (!isUtf8(bytes)) return { bytes: bytes.length }
  // A byte order mark is no part of the text that UTF-8 carries.
  const text = (isBase64Encoded ? bytes.toString('utf8') : body).replace(/^\ufeff/, '')
  try {
    const value: unknown = JSON.parse(text)
    return { bytes: bytes.length, json: { value, isDoubled: colonsIn(text) > namesIn(value) } }
  } catch {
    return { bytes: bytes.length }
  }
}

/** Outside of strings, a colon stands behind each name. */
function colonsIn(text: string): number {
  let count = 0
  let isInString = false
  for (let at = 0; at < text.length; at++) {
    if (isInString && text[at] === '\\') at += 1
    else if (text[at] === '"') isInString = !isInString
    else if (text[at] === ':' && !isInString) count += 1
  }
  return count
}

/** Breadth first, since a body may nest deeper than calls can. */
function namesIn(value: unknown): number {
  let count = 0
  for (let level = [value]; level.length > 0; ) {
    const objects = level.filter((node): node is object => typeof node === 'object' && node !== null)
    for (const node of objects) count += Array.isArray(node) ? 0 : Object.keys(node).length
    level = objects.flatMap((node) => Object.values(node))
  }
  return count
}
