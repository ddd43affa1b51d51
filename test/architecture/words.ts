import { upstreamCodes } from '../../lib/errors/upstream-codes.ts'
import { eachMatch, isNode, type Node, placeOf, type Rule, type Source, walk } from './checkout.ts'

/** Members and tags of Chat's wire format, as whole words. */
const WIRE =
  /(?<!\w)(?:From_Account|To_Account|UserID_List|(?:Tag_SNS|Tag_Profile)_\w*|SnsItem|UpdateItem|ResultItem|ResultCode|ResultInfo|Fail_Account|ActionStatus|ErrorCode|ErrorInfo|ErrorDisplay)(?!\w)/g

/** Where Chat's own words belong. The tables of codes quote them as what they explain. */
const speaksChat = (file: string) =>
  /^(lib\/(operations|upstream)|schemas|local\/chat|bench|test)\//.test(file) || hasCodes(file)

/** The tables of codes, and what is printed from them for the client. */
const hasCodes = (file: string) => /^(lib\/errors\/upstream\/|client\/src\/printed\/codes\.ts$)/.test(file)

/** EventBridge too says `ErrorCode`, in its answer to PutEvents. */
const sharesWords = (file: string) => /^(lib\/triggers\/results|local\/aws\/bus)\//.test(file)
const WIRE_ALONE = new RegExp(WIRE.source.replace('ErrorCode|', ''), 'g')

export const upstreamWords: Rule = {
  name: 'Chat’s own words stand only in operations, upstream, schemas, the emulator, bench and tests',
  check: ({ sources }) =>
    sources
      .filter(({ path }) => !speaksChat(path))
      .flatMap((source) =>
        eachMatch(
          source,
          source.code,
          sharesWords(source.path) ? WIRE_ALONE : WIRE,
          (word) => `speaks Chat’s word ${word}`,
        ),
      ),
  broken: [
    [{ path: 'lib/flow/run.ts', text: 'export const idOf = (item) => item.To_Account' }],
    [{ path: 'lib/flow/outcome.ts', text: "export const tag = 'Tag_SNS_IM_Remark'" }],
    [{ path: 'local/aws/secrets.ts', text: 'const text = `{"ErrorCode": 0}`' }],
  ],
  kept: [
    { path: 'lib/flow/run.ts', text: '// To_Account is mapped elsewhere\nexport const errorCode = 1' },
    { path: 'lib/operations/friends/add.ts', text: "export const list = 'ResultItem'" },
  ],
}

/** Where code numbers belong. */
const knowsNumbers = (file: string) => /^(local\/chat|bench|test)\//.test(file) || hasCodes(file)

/** A number of the table, written as a number in any notation, or standing in a string. */
function codeIn({ type, value }: Node): number | undefined {
  if (type !== 'Literal' && type !== 'TemplateElement') return undefined
  if (typeof value === 'number') return upstreamCodes.has(value) ? value : undefined
  const text = isText(value) ? value : ''
  return [...text.matchAll(/(?<![\w.])\d{5,6}(?![\w.]*\d)/g)].map(Number).find((number) => upstreamCodes.has(number))
}

const isText = (value: unknown): value is string => typeof value === 'string'

export const upstreamNumbers: Rule = {
  name: 'Chat’s code numbers stand only in the tables of codes, the emulator, bench and tests',
  check: ({ sources }) =>
    sources
      .filter(({ path }) => !knowsNumbers(path))
      .flatMap((source) =>
        walk(source.program).flatMap(([node]) => {
          const code = codeIn(node)
          return code === undefined ? [] : [`${placeOf(source, node.start)} knows Chat’s code ${code}`]
        }),
      ),
  broken: [
    [{ path: 'lib/upstream/retry.ts', text: 'export const isConflict = (code) => code === 30008' }],
    [{ path: 'lib/upstream/retry.ts', text: 'export const isConflict = (code) => code === 30_008' }],
    [{ path: 'lib/flow/outcome.ts', text: "export const words = { '60007': 'slow down' }" }],
    [{ path: 'lib/flow/outcome.ts', text: "export const gone = ['110003']" }],
    [{ path: 'lib/errors/upstream-codes.ts', text: 'export const several = 30001' }],
  ],
  kept: [
    { path: 'lib/upstream/retry.ts', text: '// 30008 is a conflict\nexport const most = [30_000, 60_000, 65_535]' },
    { path: 'local/chat/gate.ts', text: 'export const conflict = 30008' },
  ],
}

/** Rooms that work for every operation alike. */
const isCommon = (file: string) => /^(functions|lib)\//.test(file) && !file.startsWith('lib/operations/')

const families = (sources: readonly Source[]) =>
  new Set(sources.flatMap(({ path }) => /^lib\/operations\/([\w-]+)\//.exec(path)?.[1] ?? []))

const isName = (node: unknown): boolean =>
  isNode(node) &&
  ((node.type === 'Identifier' && /^(operation|operationName|row)$/.test(String(node.name))) ||
    (node.type === 'MemberExpression' &&
      isNode(node.object) &&
      isNode(node.property) &&
      isName(node.object) &&
      node.property.name === 'name'))

/** `operation.name === …`, `switch (operation)`, `operation.startsWith(…)`: a test of which operation it is. */
function testsName({ type, left, right, operator, discriminant, callee }: Node): boolean {
  if (type === 'SwitchStatement') return isName(discriminant)
  if (type === 'CallExpression' && isNode(callee) && isNode(callee.property)) {
    return isName(callee.object) && /^(startsWith|endsWith|includes|match|split)$/.test(String(callee.property.name))
  }
  if (type !== 'BinaryExpression' || !/^[!=]==?$/.test(String(operator))) return false
  const isAbsence = [left, right].some((side) => isNode(side) && (side.name === 'undefined' || side.value === null))
  return !isAbsence && (isName(left) || isName(right))
}

export const operationNames: Rule = {
  name: 'the flow names no operation and never tests which one it runs: a special case is a field of the row',
  check: ({ sources }) => {
    const known = families(sources)
    const isOperation = ({ type, value }: Node) =>
      type === 'Literal' &&
      isText(value) &&
      (value.startsWith('v4/') || known.has(/^([\w-]+)\./.exec(value)?.[1] ?? ''))
    return sources
      .filter(({ path }) => isCommon(path))
      .flatMap((source) =>
        walk(source.program)
          .filter(([node]) => isOperation(node) || testsName(node))
          .map(([node]) => `${placeOf(source, node.start)} ${source.text.slice(node.start, node.end).slice(0, 60)}`),
      )
  },
  broken: [
    [
      { path: 'lib/operations/friends/add.ts', text: '' },
      { path: 'lib/flow/run.ts', text: "export const isSlow = (call) => slow.has('friends.add')" },
    ],
    [{ path: 'lib/flow/run.ts', text: 'if (operation.name === special) throw special' }],
    [{ path: 'lib/upstream/send.ts', text: "const path = 'v4/sns/friend_update'" }],
    [{ path: 'lib/triggers/http/operation.ts', text: 'switch (operation) { default: }' }],
    [{ path: 'lib/triggers/http/operation.ts', text: "const isFriends = operation.startsWith('fri')" }],
  ],
  kept: [
    {
      path: 'lib/flow/run.ts',
      text: "if (route.kind === 'operation') run(operation)\nif (operation === undefined) throw error",
    },
    { path: 'lib/operations/friends/add.ts', text: "export default { name: 'friends.add' }" },
  ],
}
