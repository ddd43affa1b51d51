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

/** All that one leads to, whatever the way; itself only where a way leads back. */
function reachedFrom(graph: Graph, node: string): ReadonlySet<string> {
  const reached = new Set<string>()
  const open = [...(graph.get(node) ?? [])]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (reached.has(next)) continue
    reached.add(next)
    open.push(...(graph.get(next) ?? []))
  }
  return reached
}

/** Without all that leads to no circle: only what is left is worth a closer look. */
function knotsOf(graph: Graph): Graph {
  const left = [...graph].filter(([, targets]) => targets.some((target) => graph.has(target)))
  return left.length === graph.size ? graph : knotsOf(new Map(left))
}

/** The nodes of each circle: all that lead to each other. */
function circlesIn(whole: Graph): string[][] {
  const graph = knotsOf(whole)
  const reached = new Map([...graph.keys()].map((node) => [node, reachedFrom(graph, node)]))
  const inCircles = [...graph.keys()].filter((node) => reached.get(node)?.has(node))
  const groups = inCircles.map((node) =>
    inCircles.filter((other) => reached.get(node)?.has(other) && reached.get(other)?.has(node)),
  )
  return [...new Map(groups.map((group) => [group.toSorted().join(), group.toSorted()])).values()]
}

/** Where what stands in a folder, or beside it, stands above or below its neighbours. */
const STOREYED = ['lib', 'scripts', 'local/aws', 'local/chat']

/** What stands right below `root`, whole folders and single files, and which of its neighbours each imports. */
function neighboursIn(root: string, graph: Graph): Graph {
  const partOf = (file: string) => file.slice(root.length + 1).split('/', 1)[0] ?? ''
  const inside = [...graph].filter(([file]) => file.startsWith(`${root}/`))
  const parts = Map.groupBy(inside, ([file]) => partOf(file))
  return new Map(
    [...parts].map(([part, files]) => {
      const targets = files.flatMap(([, all]) => all).filter((file) => file.startsWith(`${root}/`))
      return [part, targets.map(partOf).filter((other) => other !== part)]
    }),
  )
}

const file = (name: string, ...from: string[]) => ({
  path: name,
  text: from.map((one) => `import { a } from '${one}'\n`).join(''),
})

export const noCircles: Rule = {
  name: 'no files import each other in a circle, types alone included',
  check: (checkout) => circlesIn(graphOf(checkout)).map((files) => `${files.join(', ')} import each other in a circle`),
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

export const noFolderCircles: Rule = {
  name: 'no import runs back up: folders and the files beside them import each other in no circle',
  check: (checkout) => {
    const graph = graphOf(checkout)
    return STOREYED.flatMap((root) =>
      circlesIn(neighboursIn(root, graph)).map((parts) => `${root}: ${parts.join(', ')} import each other in a circle`),
    )
  },
  broken: [
    [file('scripts/docs/a.ts', '../api/b.ts'), file('scripts/api/b.ts'), file('scripts/api/c.ts', '../docs/d.ts')],
    [
      file('scripts/docs/a.ts', '../b.ts'),
      file('scripts/b.ts', './api/c.ts'),
      file('scripts/api/c.ts', '../docs/d.ts'),
    ],
    [file('local/chat/world/index.ts', '../seed.ts'), file('local/chat/seed.ts', './world/app.ts')],
    [
      file('lib/flow/run.ts', '../jobs/jobs.ts'),
      { path: 'lib/jobs/jobs.ts', text: "import type { Run } from '../flow/run.ts'" },
    ],
  ],
  kept: [
    file('scripts/docs.ts', './docs/a.ts'),
    file('scripts/docs/a.ts', '../api/b.ts', './c.ts'),
    file('scripts/docs/c.ts', '../api/b.ts', '../../lib/flow/run.ts'),
    file('lib/flow/run.ts', '../clock.ts'),
    file('local/aws/start.ts', '../../scripts/docs/a.ts'),
  ],
}
