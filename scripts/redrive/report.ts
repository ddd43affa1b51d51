import { printable, printableLines } from '../../local/chat/printable.ts'
import { type Mark, marks } from './examine.ts'
import type { Flags } from './flags.ts'
import type { Letter } from './letters.ts'
import type { Row } from './redrive.ts'

/** All that was found, and what became of it. */
export interface Findings {
  readonly flags: Flags
  readonly rows: readonly Row[]
  /** Reasons of all letters that were looked at, asked for or not. */
  readonly reasons: ReadonlySet<string>
  readonly looked: number
  readonly behind: number
  readonly isInterrupted: boolean
}

/** What became of a letter, or would with --run. */
export type Result = 'redrive' | 'drop' | 'skip' | 'redriven' | 'dropped' | 'skipped' | 'failed'

const DONE = { redrive: 'redriven', drop: 'dropped', skip: 'skipped' } as const

export const resultOf = ({ plan, fault }: Row, isRun: boolean): Result => {
  if (!isRun) return plan
  return fault === undefined ? DONE[plan] : 'failed'
}

/** Whoever puts an event writes most of what a letter says, at any length: this much of it stands in a cell, or in a text of the JSON. */
const CELL_CHARACTERS = 64
const DETAIL_CHARACTERS = 120
const TEXT_CHARACTERS = 1000

const cellOf = (text: string): string => printable(text, CELL_CHARACTERS)
/** JSON escapes what a terminal obeys in part only. */
const cut = (_: string, value: unknown): unknown =>
  typeof value === 'string' && value.length > TEXT_CHARACTERS ? `${value.slice(0, TEXT_CHARACTERS)}…` : value

/** Why nothing was done with a letter: what the mark asks for, or what went wrong. */
const whyOf = ({ because, fault, found }: Row): string | undefined => {
  if (because === undefined) return fault
  const whose = because === 'foreign' ? ` ${found.letter.stranger}` : ''
  return `${because}: needs ${marks[because].needs}${whose}`
}

/** The findings for machines. */
export function jsonReport({ flags, rows, looked, behind, isInterrupted }: Findings): string {
  const now = Date.now()
  const letters = rows.map((row) => {
    const { letter, operation, app, marks: found } = row.found
    const { queue, messageId, sender, from, sentAt, reason, detail, about } = letter
    const facts = {
      queue,
      messageId,
      sender,
      from,
      sentAt: new Date(sentAt).toISOString(),
      ageSeconds: secondsOf(now - sentAt),
    }
    const subject =
      about.kind === 'event' ? { eventId: about.id } : { jobId: about.kind === 'job' ? about.jobId : about.id }
    const result = { result: resultOf(row, flags.run), why: whyOf(row) }
    return { ...facts, reason, detail, operation, app, ...subject, marks: found, ...result }
  })
  const counts = Object.fromEntries(tally(rows.map((row) => resultOf(row, flags.run))))
  return printableLines(JSON.stringify({ run: flags.run, isInterrupted, looked, behind, counts, letters }, cut, 2))
}

/** The findings for people. @param args the command line, to go on from */
export function textReport(findings: Findings, args: readonly string[]): string {
  const { rows, reasons, looked } = findings
  if (looked === 0) return 'No letter rests there.'
  if (rows.length === 0) {
    return `None of the ${lettersOf(looked)} looked at is asked for. Their reasons: ${[...reasons].map(cellOf).sort().join(', ')}.`
  }
  const parts = [table(findings), byReason(rows), legend(rows), ending(findings, args)]
  return parts.filter((part) => part !== '').join('\n\n')
}

function table({ rows, flags }: Findings): string {
  const now = Date.now()
  const head = [
    'QUEUE',
    'AGE',
    'REASON',
    'OPERATION',
    'APP',
    'JOB OR EVENT',
    'SENDER',
    'MARKS',
    ...(flags.run ? ['RESULT'] : []),
  ]
  const lines = rows.map((row) => {
    const { letter, operation, app, marks: found } = row.found
    const { queue, sentAt, reason, sender, from, about } = letter
    const subject = about.kind === 'job' ? about.jobId : about.id
    const why = row.fault === undefined ? '' : `: ${row.fault}`
    const result = flags.run ? [printable(`${resultOf(row, true)}${why}`, DETAIL_CHARACTERS)] : []
    const written = [reason, operation, app, subject].map(cellOf)
    const origin = printable(from === undefined ? sender : `${sender} via ${from}`, DETAIL_CHARACTERS)
    return [queue, ageOf(now - sentAt), ...written, origin, found.join(', '), ...result].map((cell) => cell || '-')
  })
  return aligned([head, ...lines])
}

const aligned = (lines: readonly (readonly string[])[]): string => {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((cells) => cells[column]!.length)))
  return lines
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function byReason(rows: readonly Row[]): string {
  const letters = rows.map(({ found }) => found.letter)
  const details = new Map(letters.map(({ reason, detail }) => [reason, detail]))
  const counted = tally(letters.map(({ reason }: Letter) => reason))
  const lines = counted.map(([reason, count]) => [
    `  ${count}`,
    cellOf(reason),
    printable(details.get(reason) ?? '', DETAIL_CHARACTERS),
  ])
  return `By reason:\n${aligned(lines)}`
}

/** Only the worker leaves a trace of what it writes. */
const UNSEEN =
  'Only the worker’s writes are known: a write over HTTP that was answered at once leaves no trace, so a letter without\n' +
  'the mark "written since" may be older than one of those.'

function legend(rows: readonly Row[]): string {
  const known = new Set(rows.flatMap(({ found }) => found.marks))
  const lines = (Object.keys(marks) as Mark[])
    .filter((mark) => known.has(mark))
    .map((mark) => {
      const { needs, means } = marks[mark]
      return `${mark}: ${means}${needs === undefined ? '' : ` (needs ${needs})`}`
    })
  const isRedriven = rows.some(({ found }) => found.cure)
  return [...lines, ...(isRedriven ? [UNSEEN] : [])].join('\n')
}

function ending({ flags, rows, behind, isInterrupted }: Findings, args: readonly string[]): string {
  const counts = tally(rows.map((row) => resultOf(row, flags.run)))
  const whys = tally(rows.flatMap((row) => whyOf(row) ?? []))
  const sum = counts.map(([result, count]) => `${flags.run ? '' : 'would '}${result} ${count}`).join(', ')
  const isLeft = !flags.run && rows.some(({ plan }) => plan !== 'skip')
  return [
    `${lettersOf(rows.length)}: ${sum}.`,
    ...whys.map(([why, count]) => `  ${count} ${printable(why, DETAIL_CHARACTERS)}`),
    ...(behind > 0
      ? [`About ${lettersOf(behind)} more rest behind these, of the same accounts: they show once these are gone.`]
      : []),
    ...(isInterrupted ? ['Interrupted: what had not been reached rests there as before.'] : []),
    ...(flags.run ? [] : ['Nothing has changed.']),
    ...(isLeft
      ? [
          `To do it: npm run redrive -- ${[...args, '--run']
            .map(quoted)
            .map((word) => printable(word))
            .join(' ')}`,
        ]
      : []),
  ].join('\n')
}

const quoted = (word: string): string => (/^[\w.,:/=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)

/** How often each occurs, the most frequent first. */
const tally = <T extends string>(words: readonly T[]): (readonly [T, number])[] =>
  [...Map.groupBy(words, (word) => word)]
    .map(([word, same]) => [word, same.length] as const)
    .sort(([, a], [, b]) => b - a)

const lettersOf = (count: number): string => `${count} ${count === 1 ? 'letter' : 'letters'}`
const secondsOf = (ms: number): number => Math.max(0, Math.floor(ms / 1000))

function ageOf(ms: number): string {
  const seconds = secondsOf(ms)
  if (seconds < 120) return `${seconds}s`
  if (seconds < 7200) return `${Math.floor(seconds / 60)}m`
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)}h` : `${Math.floor(seconds / 86_400)}d`
}
