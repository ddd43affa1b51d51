import { printable } from '../cli/printable.ts'
import type { BulkExit, BulkOptions } from './options.ts'
import { count, duration } from './progress.ts'
import type { Tally } from './tally.ts'

/** How a run went. */
export interface Report {
  readonly operation: string
  readonly rows: number
  readonly tally: Tally
  /** Rows that an earlier run had done when this one began. */
  readonly before: number
  /** Rows whose answer was one that the gateway had kept from an earlier run. */
  readonly replayed: number
  readonly seconds: number
  /** Where rows are that are not done; undefined where there are none. */
  readonly failures: string | undefined
  readonly journal: string
  /** What ended it early. */
  readonly ended?: string | undefined
  readonly exit: BulkExit
}

/** Writes the summary, or one JSON object. */
export function writeReport(
  report: Report,
  { out, err, json = false }: Pick<BulkOptions, 'out' | 'err' | 'json'>,
): void {
  if (report.ended !== undefined) err.write(`${printable(report.ended)}\n`)
  out.write(json ? `${JSON.stringify(asJson(report))}\n` : summary(report))
}

function asJson({ operation, rows, tally, before, replayed, seconds, failures, journal, ended, exit }: Report): object {
  const { ok, failed, unknown } = tally
  return {
    operation,
    rows,
    ok,
    failed,
    unknown,
    left: rows - tally.rows,
    before,
    replayed,
    codes: Object.fromEntries(tally.codes),
    seconds: Math.round(seconds * 10) / 10,
    failures: failures ?? null,
    journal,
    ended: ended ?? null,
    exit,
  }
}

function summary({ operation, rows, tally, before, replayed, seconds, failures, journal }: Report): string {
  const { ok, failed, unknown, codes } = tally
  const left = rows - tally.rows
  const counts = [`${count(ok)} ok`, `${count(failed)} failed`, `${count(unknown)} unknown`]
  const lines = [
    `${operation}: ${count(rows)} rows in ${duration(seconds)}: ${counts.join(', ')}${left > 0 ? `, ${count(left)} not sent yet` : ''}`,
  ]
  for (const [code, rowsOf] of [...codes].sort(([, one], [, other]) => other - one)) {
    lines.push(`  ${count(rowsOf).padStart(9)}  ${printable(code)}`)
  }
  if (before > 0) {
    const again = 'To send them again, delete it and give --run NAME.'
    lines.push(`${count(before)} of them were done before, as ${printable(journal)} says. ${again}`)
  }
  if (replayed > 0)
    lines.push(`${count(replayed)} were answered as before, and not sent again: --run NAME makes it another run.`)
  if (failures !== undefined)
    lines.push(`Not done, and why: ${printable(failures)}. Mend its rows, then give it to bulk.`)
  if (left > 0) lines.push('The same command goes on where this one stopped.')
  return `${lines.join('\n')}\n`
}
