import { typeName } from '../api/answers.ts'
import { rows } from '../api/rows.ts'
import { answerType, families, memberName } from './families.ts'
import { importOf } from './parts.ts'

/** `printed/gateway.ts`: all families, and each operation's body and answer by its name. */
export function gatewayFile(): string {
  const imports = [...families].map(([family, some]) => {
    const types = some.flatMap(({ name }) => [`${typeName(name)}Body`, ...answerType(name).split(' | ')])
    return importOf([typeName(family), ...types], `./operations/${family}.ts`)
  })
  const members = [...families.keys()].map(
    (family) => `  /** The operations of \`${family}\`. */\n  readonly ${memberName(family)}: ${typeName(family)}\n`,
  )
  const shapes = rows.map(
    ({ name }) =>
      `  readonly '${name}': { readonly body: ${typeName(name)}Body; readonly answer: ${answerType(name)} }\n`,
  )
  const exports = [...families.keys()].map((family) => `export type * from './operations/${family}.ts'\n`)
  return `${imports.join('')}
${exports.join('')}export type * from './parts.ts'

/** Every operation, by its family. */
export interface Families {
${members.join('')}}

/** The body and the answer of each operation, by its name. */
export interface Shapes {
${shapes.join('')}}
`
}
