import type { Members } from '../../json.ts'
/**
 * Secrets as consoles and tools write them. What can mean one thing only is taken for that, and named with its cure, never with its
 * value: an app must not stand still because a key was pasted with the line's end. What could mean two things is left to be refused.
 */

/** Hears of each thing that was taken in spite of its spelling. */
export type Note = (amendment: string) => void

/** A member with a rule of its own: what it is as it was meant, or the value itself. */
interface Spelling {
  readonly as: (value: unknown) => unknown
  readonly cure: string
}

const BLANKS = /^[\s\u200b\u2060\ufeff]+|[\s\u200b\u2060\ufeff]+$/g

const bare = (value: unknown): unknown => (typeof value === 'string' ? value.replaceAll(BLANKS, '') : value)

const withoutBlanks: Spelling = {
  as: bare,
  cure: 'has blanks or line ends around it, which are left out; store it without them',
}

const spellings: Readonly<Record<string, readonly Spelling[]>> = {
  secretKey: [withoutBlanks],
  adminUserId: [withoutBlanks],
  sdkAppId: [{ as: (value) => numberIn(bare(value)), cure: 'is a text; store it as a number, without quotes' }],
  region: [
    withoutBlanks,
    {
      as: (value) => (typeof value === 'string' ? value.toLowerCase().replaceAll(/[\s_]+/g, '-') : value),
      cure: 'is spelt another way than the known regions; store it in small letters, with hyphens',
    },
  ],
  integerFields: [{ as: listIn, cure: 'is a text that holds a list; store the list itself, without quotes around it' }],
  endpoint: [
    withoutBlanks,
    { as: listIn, cure: 'is a text that holds a list; store the list itself, without quotes around it' },
  ],
}

/** The secret's members as they were meant. */
export function asMeant(members: Members, note: Note): Members {
  const named = Object.entries(members).map(([name, value]) => [bareName(name, members, note), value] as const)
  return Object.fromEntries(named.map(([name, value]) => [name, memberAsMeant(name, value, note)]))
}

function memberAsMeant(name: string, value: unknown, note: Note): unknown {
  const rules = Object.hasOwn(spellings, name) ? (spellings[name] ?? []) : []
  return rules.reduce((spelt, { as, cure }) => {
    const meant = as(spelt)
    if (meant !== spelt) note(`${name} ${cure}`)
    return meant
  }, value)
}

/** A name of ours with blanks around it, where the name itself does not stand there as well. */
function bareName(name: string, members: Members, note: Note): string {
  const meant = String(bare(name))
  if (meant === name || !Object.hasOwn(spellings, meant) || Object.hasOwn(members, meant)) return name
  note(`the name ${meant} has blanks around it, which are left out; store it without them`)
  return meant
}

const numberIn = (value: unknown): unknown =>
  typeof value === 'string' && /^[1-9]\d{0,15}$/.test(value) ? Number(value) : value

function listIn(value: unknown): unknown {
  if (typeof value !== 'string') return value
  const list = parsed(value)
  return Array.isArray(list) ? list : value
}

/** The JSON in a text; undefined where there is none. The parser's own message would quote the secret, so it goes no further. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** The text without the mark that Windows' editors put at its start. */
export function withoutMark(text: string, note: Note): string {
  if (!text.startsWith('\ufeff')) return text
  note('it begins with a byte order mark, which is left out; store it without one')
  return text.slice(1)
}

/** The text of a secret that is stored as bytes; undefined where they are none. */
export function textOf(bytes: Uint8Array, note: Note): string | undefined {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe
  try {
    const text = new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    note('it is stored as SecretBinary; store it as SecretString')
    return text
  } catch {
    return undefined
  }
}
