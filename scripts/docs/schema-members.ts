import type { Union } from '../../schemas/union.ts'
import { type Schema, takes } from '../api/takes.ts'
import { code } from '../markdown.ts'

/** A row of the table: the member as it stands in a body, and what it takes. */
export type Line = readonly [member: string, takes: string]

/**
 * A line per member of an object, and of the objects inside it: `friends`, `friends[].remark`.
 * @param known members that are told elsewhere, at the top only
 */
export function linesOf(schema: Schema, known: ReadonlySet<string> = new Set(), before = ''): Line[] {
  const { properties = {} } = schema
  return Object.entries(properties).flatMap(([name, inner]): Line[] => {
    if (before === '' && known.has(name)) return []
    const member = `${before}${name}`
    return [[code(member), `${takes(inner)}${needOf(name, schema)}`], ...insideOf(inner, member)]
  })
}

function needOf(name: string, { required = [], changesOneOf, atLeastOneOf, exactlyOneOf }: Schema): string {
  if (required.includes(name)) return ''
  if (exactlyOneOf?.includes(name)) return ', optional (exactly one of them must stand)'
  const isOneOf = (changesOneOf ?? atLeastOneOf)?.includes(name)
  return isOneOf ? ', optional (one of them must stand)' : ', optional'
}

/** The members of what stands in a member: of an object, of a list's entries, of each form there is. */
function insideOf(schema: Schema, member: string): Line[] {
  const { items, anyOf, oneOf = anyOf, unionBy } = schema
  if (unionBy) return insideOfUnion(unionBy, member)
  if (oneOf) return merged(oneOf.map((form) => new Map(insideOf(form, member))))
  if (items) return insideOf(items, `${member}[]`)
  return linesOf(schema, undefined, `${member}.`)
}

/** The word that tells the kind, and the members of each kind; what is the same in several is told once. */
function insideOfUnion({ member: word, among, otherwise }: Union, member: string): Line[] {
  const place = `${member}.`
  const kinds = [...among, ...(otherwise ? [otherwise] : [])] as Schema[]
  const words = kinds.map(({ properties }) => takes(properties?.[word] ?? {}))
  const byLine = new Map<string, { line: Line; of: string[] }>()
  for (const [index, kind] of kinds.entries()) {
    for (const line of linesOf(kind, undefined, place)) {
      const key = line.join()
      const told = byLine.get(key) ?? { line, of: [] }
      byLine.set(key, {
        line,
        of: [...told.of, otherwise && index === among.length ? 'any other' : (words[index] ?? '')],
      })
    }
  }
  const isWord = ([name]: Line) => name === code(place + word)
  const lines = [...byLine.values()].filter(({ line }) => !isWord(line))
  return [
    [code(place + word), words.join(', ')],
    ...lines.map(({ line: [name, what], of }): Line => [name, `${what}; of ${of.join(', ')}`]),
  ]
}

const OPTIONAL = ', optional'

/** Forms share most of their members: each is told once, and is optional where a form has what it stands in and lacks it. */
function merged(forms: readonly ReadonlyMap<string, string>[]): Line[] {
  const everywhere = new Set(forms.flatMap((form) => [...form.keys()]))
  return [...everywhere].map((member): Line => {
    const outer = member.replace(/(\[\])?\.[^.]+$/, '`')
    const lines = forms.flatMap(
      (form) => form.get(member) ?? (everywhere.has(outer) && !form.has(outer) ? [] : OPTIONAL),
    )
    const words = lines.map((line) => (line.endsWith(OPTIONAL) ? line.slice(0, -OPTIONAL.length) : line))
    const isOptional = lines.some((line) => line.endsWith(OPTIONAL))
    return [member, `${[...new Set(words)].filter((one) => one !== '').join(' or ')}${isOptional ? OPTIONAL : ''}`]
  })
}
