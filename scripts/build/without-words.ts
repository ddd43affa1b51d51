import { readFile } from 'node:fs/promises'
import type { Plugin } from 'esbuild'
import { parseSync } from 'rolldown/utils'

/** Tables whose rows hold words that only the printed documents say, by the members that hold them. */
const TABLES: readonly (readonly [file: RegExp, ...members: readonly string[]])[] = [
  [/[\\/]lib[\\/]config\.ts$/, 'meaning'],
  [/[\\/]lib[\\/]telemetry[\\/]metric-table\.ts$/, 'meaning'],
  [/[\\/]lib[\\/]operations[\\/][\w-]+[\\/][\w-]+\.ts$/, 'summary', 'page'],
]

interface Span {
  readonly start: number
  readonly end: number
}

/** Leaves those words out of the bundle, where nobody reads them and each start would load them. */
export const withoutWords: Plugin = {
  name: 'without words',
  setup(build) {
    build.onLoad({ filter: /[\\/]lib[\\/].*\.ts$/ }, async ({ path }) => {
      const [, ...members] = TABLES.find(([file]) => file.test(path)) ?? []
      if (members.length === 0) return undefined
      return { contents: members.reduce(withoutMember, await readFile(path, 'utf8')), loader: 'ts' }
    })
  },
}

/** The same code with the member left out of every object. */
export function withoutMember(code: string, member: string): string {
  const spans = spansOf(parseSync('table.ts', code).program, member).sort((a, b) => a.start - b.start)
  let kept = ''
  let from = 0
  for (const { start, end } of spans) {
    kept += code.slice(from, start)
    from = end + (/^\s*,/.exec(code.slice(end))?.[0].length ?? 0)
  }
  return kept + code.slice(from)
}

/** Where texts stand that have this name in an object: what is not a text, or is declared and not written, stays. */
function spansOf(node: unknown, member: string): Span[] {
  if (typeof node !== 'object' || node === null) return []
  const { type, key, value, start, end } = node as Readonly<Record<string, unknown>>
  if (type === 'Property' && Object(key).name === member && isText(value)) return [{ start, end } as Span]
  return Object.values(node).flatMap((inner) => spansOf(inner, member))
}

function isText(node: unknown): boolean {
  const { type, value, left, right, expressions } = Object(node)
  if (type === 'BinaryExpression') return isText(left) && isText(right)
  if (type === 'TemplateLiteral') return expressions.length === 0
  return type === 'Literal' && typeof value === 'string'
}
