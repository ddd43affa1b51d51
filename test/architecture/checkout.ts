import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseSync } from 'rolldown/utils'

export interface TextFile {
  /** From the root, with forward slashes. */
  readonly path: string
  readonly text: string
}

/** A node of the syntax tree (ESTree with TypeScript); what a rule needs of it, it looks up by name. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [member: string]: unknown
}

export interface Source extends TextFile {
  readonly program: Node
  /** The text with its comments blanked out; offsets stay. */
  readonly code: string
}

/** What the rules judge: every text file, and the syntax trees of those that are code. */
export interface Checkout {
  readonly files: readonly TextFile[]
  readonly sources: readonly Source[]
}

/** A rule finds its violations in a checkout, one sentence each. The examples prove that it can. */
export interface Rule {
  readonly name: string
  readonly check: (checkout: Checkout) => readonly string[]
  /** Checkouts that break the rule, each in one way. */
  readonly broken: readonly (readonly TextFile[])[]
  /** A checkout that looks like a breach and is none. */
  readonly kept: readonly TextFile[]
}

const MADE = new Set(['node_modules', 'dist', 'coverage', '.git', '.serverless', '.chat'])
/** Files that scripts write anew, beside what is committed. */
const MADE_FILES = /^(schemas\/compiled\/[\w-]+\.js|sbom\.cdx\.json)$/
const CODE = /\.(ts|mts|js|mjs|cjs)$/
const TEXT = /\.(ts|mts|js|mjs|cjs|json|md|yml|yaml|sh)$|(^|\/)(run|\.npmrc|\.gitignore)$/

/** Reads all that is written by hand or committed below `root`. */
export function readCheckout(root: string): Checkout {
  const files = [...listFiles(root, '')].filter((file) => TEXT.test(file) && !MADE_FILES.test(file))
  return checkoutOf(files.map((file) => ({ path: file, text: readFileSync(path.join(root, file), 'utf8') })))
}

function* listFiles(root: string, folder: string): Generator<string> {
  for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
    const file = path.posix.join(folder, entry.name)
    if (entry.isDirectory() && !MADE.has(entry.name)) yield* listFiles(root, file)
    if (entry.isFile()) yield file
  }
}

export const checkoutOf = (files: readonly TextFile[]): Checkout => ({
  files,
  sources: files.filter((file) => CODE.test(file.path)).map(parse),
})

function parse(file: TextFile): Source {
  const { program, comments, errors } = parseSync(file.path, file.text)
  if (errors[0]) throw new Error(`${file.path}: ${errors[0].message}`)
  const blank = (text: string) => text.replace(/[^\n]/g, ' ')
  const code = comments.reduce(
    (rest, { start, end }) => rest.slice(0, start) + blank(rest.slice(start, end)) + rest.slice(end),
    file.text,
  )
  return { ...file, program: program as unknown as Node, code }
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

/** A node, and its ancestors, nearest first. */
type Placed = readonly [Node, readonly Node[]]

const walks = new WeakMap<Node, readonly Placed[]>()

/** Every node below (and with) `root`, each with its ancestors up to it. What a rule has walked stands ready for the next. */
export function walk(root: Node): readonly Placed[] {
  const before = walks.get(root)
  if (before) return before
  const all: Placed[] = []
  place(root, [], all)
  walks.set(root, all)
  return all
}

function place(node: Node, ancestors: readonly Node[], all: Placed[]): void {
  all.push([node, ancestors])
  let line: readonly Node[] | undefined
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (!isNode(child)) continue
      line ??= [node, ...ancestors]
      place(child, line, all)
    }
  }
}

/** `path:line`, as an editor opens it. */
export const placeOf = ({ path: file, text }: TextFile, offset: number): string =>
  `${file}:${text.slice(0, offset).split('\n').length}`

/** What each match of a pattern in a text becomes. */
export const eachMatch = (file: TextFile, text: string, pattern: RegExp, say: (found: string) => string): string[] =>
  [...text.matchAll(pattern)].map((match) => `${placeOf(file, match.index)} ${say(match[0].trim())}`)
