import path from 'node:path'
import { isNode, type Node, placeOf, type Rule, type Source, walk } from './checkout.ts'

/** What starts the emulator, by where it is imported from. */
const STARTERS: Readonly<Record<string, string>> = {
  'local/chat/index.ts': 'startChat',
  'local/aws/start-local.ts': 'startLocal',
}
const STRICT = /\bstrict(Random: true|Seed|ly)\b/

/** By what names a source calls them. */
function namesIn({ path: file, program }: Source): ReadonlySet<string> {
  const imports = walk(program).filter(([{ type }]) => type === 'ImportDeclaration')
  return new Set(
    imports.flatMap(([{ source, specifiers }]) => {
      if (!isNode(source)) return []
      const starter = STARTERS[path.posix.join(path.posix.dirname(file), String(source.value))]
      const named = (specifiers as Node[]).filter(({ imported }) => isNode(imported) && imported.name === starter)
      return named.map(({ local }) => String((local as Node).name))
    }),
  )
}

function* lenientStarts(source: Source): Generator<string> {
  const names = namesIn(source)
  if (names.size === 0) return
  for (const [{ type, callee, start, end }] of walk(source.program)) {
    if (type !== 'CallExpression' || !isNode(callee) || !names.has(String(callee.name))) continue
    if (!STRICT.test(source.code.slice(start, end)))
      yield `${placeOf(source, start)} starts an emulator that is not strict`
  }
}

const at = (file: string, text: string) => [{ path: file, text }]
const FROM_LOCAL = "import { startLocal } from '../../../local/aws/start-local.ts'\n"

export const strictEmulator: Rule = {
  name: 'the gateway is tried against the emulator’s strictest reading of the documentation (strictSeed, strictly, strictRandom)',
  // The emulator's own tests try how it reads what other clients send.
  check: ({ sources }) =>
    sources
      .filter(({ path: file }) => /^(test|bench)\//.test(file) && !file.startsWith('test/flow/emulator/'))
      .flatMap((source) => [...lenientStarts(source)]),
  broken: [
    at('test/flow/http/a.test.ts', `${FROM_LOCAL}const strictly = 1\nawait startLocal({ seed })`),
    at('test/flow/http/a.test.ts', `${FROM_LOCAL}await startLocal() // strictSeed`),
    at(
      'bench/a.ts',
      "import { startChat as start } from '../local/chat/index.ts'\nawait start({ seed: { ...seed, strictRandom: false } })",
    ),
  ],
  kept: [
    ...at('test/flow/http/a.test.ts', `${FROM_LOCAL}await startLocal({ seed: strictly(seed) })`),
    ...at(
      'test/flow/http/b.test.ts',
      "import { startChat } from '../../support/gateway/chat-server.ts'\nawait startChat(script)",
    ),
    ...at(
      'test/flow/emulator/a.test.ts',
      "import { startChat } from '../../../local/chat/index.ts'\nawait startChat({})",
    ),
  ],
}
