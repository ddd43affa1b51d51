import path from 'node:path'
import type { Checkout, Rule } from './checkout.ts'
import { importsOf } from './imports.ts'

type Graph = ReadonlyMap<string, readonly string[]>

/** Which files of the checkout each file imports, those of types alone included: whoever reads one has to read the other. */
const graphOf = ({ sources }: Checkout): Graph =>
  new Map(
    sources.map((source) => {
      const named = importsOf(source).filter(({ from }) => from.startsWith('.'))
      return [source.path, named.map(({ from }) => path.posix.join(path.posix.dirname(source.path), from))]
    }),
  )

/** All files that one leads to, whatever the way; itself only where a way leads back. */
function reachedFrom(graph: Graph, file: string): ReadonlySet<string> {
  const reached = new Set<string>()
  const open = [...(graph.get(file) ?? [])]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (reached.has(next)) continue
    reached.add(next)
    open.push(...(graph.get(next) ?? []))
  }
  return reached
}

/** Without all files that lead to no circle: only what is left is worth a closer look. */
function knotsOf(graph: Graph): Graph {
  const left = [...graph].filter(([, targets]) => targets.some((target) => graph.has(target)))
  return left.length === graph.size ? graph : knotsOf(new Map(left))
}

function circles(checkout: Checkout): string[] {
  const graph = knotsOf(graphOf(checkout))
  const reached = new Map([...graph.keys()].map((file) => [file, reachedFrom(graph, file)]))
  const inCircles = [...graph.keys()].filter((file) => reached.get(file)?.has(file))
  const groups = inCircles.map((file) =>
    inCircles.filter((other) => reached.get(file)?.has(other) && reached.get(other)?.has(file)).toSorted(),
  )
  return [...new Set(groups.map((files) => `${files.join(', ')} import each other in a circle`))]
}

const file = (name: string, ...from: string[]) => ({
  path: name,
  text: from.map((one) => `import { a } from '${one}'\n`).join(''),
})

export const noCircles: Rule = {
  name: 'no files import each other in a circle, types alone included',
  check: circles,
  broken: [
    [file('lib/a.ts', './b.ts'), file('lib/b.ts', './a.ts')],
    [file('lib/a.ts', './b.ts'), { path: 'lib/b.ts', text: "import type { A } from './a.ts'" }],
    [file('lib/a.ts', './b.ts'), { path: 'lib/b.ts', text: "export const a = () => import('./a.ts')" }],
    [file('test/a.ts', './b/c.ts'), file('test/b/c.ts', './d.ts'), file('test/b/d.ts', '../a.ts')],
    [file('lib/a.ts', './b.ts'), { path: 'lib/b.ts', text: "export type A = typeof import('./a.ts')" }],
    [file('lib/a.ts', './a.ts')],
  ],
  kept: [
    file('lib/a.ts', './b.ts', './c.ts'),
    file('lib/b.ts', './c.ts', 'node:path'),
    file('lib/c.ts'),
    { path: 'lib/d.ts', text: "// import { a } from './d.ts'\nimport './a.ts'\nimport './b.ts'" },
  ],
}
