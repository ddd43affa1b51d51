import type { Command } from 'commander'
import { numbers } from '../../printed/codes.ts'
import { addCommand, type Context } from '../command.ts'
import { type ExitCode, exitCodes, Mistake } from '../exit-codes.ts'
import { apiAnswerIn, findingsIn } from '../explain/answer.ts'
import { askable, CHATS_PAGE, type Explanation, lookUp, numbersOf } from '../explain/lookup.ts'
import { apiAnswerInWords, findingInWords, inWords } from '../explain/words.ts'
import { readJsonArgument } from '../input.ts'
import { didYouMean } from '../nearest.ts'

/** For the help: a number that everybody meets. */
const [EXAMPLE = ''] =
  Object.entries(numbers).find(([, { code, of }]) => code === 'WRITE_CONFLICT' && of.startsWith('friends')) ?? []

/** `explain`: what a code means, who must act, what to do, and whether the gateway repeats the call. */
export function addExplain(program: Command, context: Context): void {
  addCommand(program, context, {
    name: 'explain',
    summary: 'what a code means, who must act and what to do',
    description:
      'Explains codes of the gateway and numbers of Chat’s: what each means, who must act, what to do, and whether the gateway ' +
      'repeats the call. Without a code it reads an answer from standard input (of a call, a batch, a job or an event) and explains ' +
      'each code in it, with its places.',
    args: [['[code...]', `such as WRITE_CONFLICT or ${EXAMPLE}; - for an answer from standard input`, askable]],
    examples: [`explain ${EXAMPLE}`, 'explain write-conflict', 'call friends.update body.json | … explain'],
    run: (codes, { json }) => {
      const isAnswer = codes.length === 0 || (codes.length === 1 && codes[0] === '-')
      return isAnswer ? explainAnswer(context, json) : explainCodes(codes, context, json)
    },
  })
}

function explainCodes(asked: readonly string[], context: Context, json: boolean): ExitCode {
  const found = asked.map((text) => lookUp(text) ?? unknown(text))
  if (json) context.terminal.print(JSON.stringify(found.map(forMachines), null, 2))
  else for (const [index, explanation] of found.entries()) show(inWords(explanation), index, context)
  return exitCodes.ok
}

function unknown(asked: string): never {
  const near = didYouMean(asked.replaceAll('-', '_'), askable())
  const cure = /^\d+$/.test(asked.trim())
    ? ` The gateway answers it as UPSTREAM_REJECTED, with its number; Chat’s own table may know it: ${CHATS_PAGE}`
    : ' docs/error-codes.md lists all codes.'
  throw new Mistake(`No such code: ${asked}.${near || cure}`)
}

async function explainAnswer(context: Context, json: boolean): Promise<ExitCode> {
  const { terminal } = context
  if (terminal.isTyped)
    throw new Mistake(`Name a code, such as ${context.name} explain ${EXAMPLE}, or pipe an answer into it.`)
  const answer = await readJsonArgument('-', terminal)
  const findings = findingsIn(answer)
  const foreign = apiAnswerIn(answer)
  if (json) {
    const told = findings.map(({ explanation, ...where }) => ({ ...forMachines(explanation), ...where }))
    terminal.print(JSON.stringify(foreign ? [foreign] : told, null, 2))
  } else if (foreign) show(apiAnswerInWords(foreign), 0, context)
  else for (const [index, finding] of findings.entries()) show(findingInWords(finding), index, context)
  if (!json && !foreign && findings.length === 0) terminal.print('There is no code of an error in it.')
  return exitCodes.ok
}

function show({ head, lines }: ReturnType<typeof inWords>, index: number, { terminal }: Context): void {
  if (index > 0) terminal.print('')
  terminal.print(head, 'bold')
  for (const line of lines) terminal.print(line)
}

const forMachines = ({ code, row, number, page }: Explanation) => ({
  code,
  ...row,
  ...(number ? { chat: number } : { chat: numbersOf(code) }),
  page,
})
