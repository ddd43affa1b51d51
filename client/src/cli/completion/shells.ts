import {
  type ArgumentWords,
  allOptions,
  type CommandWords,
  type Layout,
  type OptionWords,
  valueOptions,
} from './layout.ts'

export const shells = ['bash', 'zsh'] as const
export type Shell = (typeof shells)[number]

/** A name that shells take for a function's. */
const FUNCTION = '_chat_gateway'
export const COMMAND = 'chat-gateway'

/** What a shell puts in the place of a variable. */
const expansionOf = (variable: string): string => `$\{${variable}}`

/** How a shell offers a list of words, some words with what they mean, and names of files. */
interface Dialect {
  readonly head: string
  readonly tail: string
  /** The word that is being typed, the one before it, and the loop over those before. */
  readonly current: string
  readonly previous: string
  readonly words: (words: readonly string[]) => string
  readonly described: (of: string, words: readonly (readonly [word: string, meaning: string])[]) => string
  readonly files: string
}

const bash: Dialect = {
  head: [
    `# Completion of ${COMMAND} for bash: source <(${COMMAND} completion bash)`,
    `${FUNCTION}() {`,
    '  local command= at=0 i',
    '  COMPREPLY=()',
    '  for ((i = 1; i < COMP_CWORD; i++)); do',
    `    local word=${expansionOf('COMP_WORDS[i]')}`,
  ].join('\n'),
  tail: `}\ncomplete -F ${FUNCTION} ${COMMAND}`,
  current: 'COMP_WORDS[COMP_CWORD]',
  previous: 'COMP_WORDS[COMP_CWORD-1]',
  words: (words) => `COMPREPLY=($(compgen -W ${quoted(words.join(' '))} -- "$current"))`,
  described: (_, words) => bash.words(words.map(([word]) => word)),
  files: 'compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$current"))',
}

const zsh: Dialect = {
  head: [
    `#compdef ${COMMAND}`,
    `# Completion of ${COMMAND} for zsh, behind compinit: source <(${COMMAND} completion zsh)`,
    `${FUNCTION}() {`,
    '  local command= at=0 i',
    '  local -a offered',
    '  for ((i = 2; i < CURRENT; i++)); do',
    `    local word=${expansionOf('words[i]')}`,
  ].join('\n'),
  tail: `}\ncompdef ${FUNCTION} ${COMMAND}`,
  current: 'words[CURRENT]',
  previous: 'words[CURRENT-1]',
  words: (words) => `compadd -- ${words.map(quoted).join(' ')}`,
  described: (of, words) => {
    const offered = words.map(([word, meaning]) => quoted(`${word.replaceAll(':', '\\:')}:${meaning}`)).join(' ')
    return `offered=(${offered}); _describe ${of} offered`
  },
  files: '_files',
}

const dialects: Readonly<Record<Shell, Dialect>> = { bash, zsh }

/** A script that completes commands, options, names of operations and codes; it runs nothing of ours when a key is pressed. */
export function completionScript(shell: Shell, layout: Layout): string {
  const dialect = dialects[shell]
  const takers = valueOptions(layout)
  return [
    dialect.head,
    '    case $word in',
    `      ${takers.map(({ name }) => name).join('|')}) ((i += 1)) ;;`,
    '      -*) ;;',
    '      *) if [[ -z $command ]]; then command=$word; else ((at += 1)); fi ;;',
    '    esac',
    '  done',
    `  local current="${expansionOf(dialect.current)}" previous="${expansionOf(dialect.previous)}"`,
    ...valueCases(takers, dialect),
    '  if [[ $current == -* ]]; then',
    '    case $command in',
    ...layout.commands.map((command) => `      ${command.name}) ${optionsLine(command, layout, dialect)} ;;`),
    `      *) ${optionsLine({ options: [] }, layout, dialect)} ;;`,
    '    esac',
    '    return',
    '  fi',
    '  case $command:$at in',
    `    :*) ${dialect.described(
      'command',
      layout.commands.map(({ name, summary }) => [name, summary]),
    )} ;;`,
    ...layout.commands.flatMap((command) => argumentCases(command, dialect)),
    '  esac',
    dialect.tail,
  ].join('\n')
}

function valueCases(takers: readonly OptionWords[], dialect: Dialect): readonly string[] {
  const [chosen, free] = [
    takers.filter(({ choices }) => choices.length > 0),
    takers.filter(({ choices }) => choices.length === 0),
  ]
  return [
    '  case $previous in',
    ...chosen.map(({ name, choices }) => `    ${name}) ${dialect.words(choices)}; return ;;`),
    `    ${free.map(({ name }) => name).join('|')}) ${dialect.files}; return ;;`,
    '  esac',
  ]
}

const optionsLine = (command: Pick<CommandWords, 'options'>, layout: Layout, dialect: Dialect): string =>
  dialect.described(
    'option',
    allOptions(command, layout).map(({ name, meaning }) => [name, meaning]),
  )

const argumentCases = ({ name, args }: CommandWords, dialect: Dialect): readonly string[] =>
  args.flatMap((argument, at) => {
    const offer = offerOf(argument, dialect)
    return offer === undefined ? [] : [`    ${name}:${argument.isRepeated ? '*' : at}) ${offer} ;;`]
  })

function offerOf({ words, isFile }: ArgumentWords, dialect: Dialect): string | undefined {
  if (isFile) return dialect.files
  return words.length > 0 ? dialect.words(words) : undefined
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
