// Why a step failed, as what it printed tells it: of a run of tests every failed test and error, of anything else its last lines.
// Whoever reads a run of CI may see its end alone, so this is short. Plain JavaScript: a step may fail before any package is there.
import { readFileSync } from 'node:fs'

const LINE_CHARS = 200
const LAST_LINES = 40
/** Lines at the end of a run of tests: how many failed, and what was said after that. */
const SUMS = 6
/** Where vitest begins to tell of what failed, be it a test, a file, or an error outside of any. */
const SECTION = /^⎯+ (Failed (Tests|Suites)|Unhandled (Errors?|Rejection))/
const HEADING = /^ FAIL /
/** Lines that tell nothing beside the others: rulers, pictures of the code, where vitest itself stood. */
const NOISE = /^\s*$|^⎯+(\[\d+\/\d+\]⎯)?$|^ +(\d+)?\|( |$)|^ ❯ .*node_modules/

const clip = (line) => (line.length > LINE_CHARS ? `${line.slice(0, LINE_CHARS)}…` : line)

/** Up to so many lines that tell why; where there are more, every heading stands before the first details and the sums after them. */
export function whyOf(output, most) {
  const lines = output.split('\n')
  const start = lines.findIndex((line) => SECTION.test(line))
  const told = lines
    .slice(Math.max(start, 0))
    .filter((line) => !NOISE.test(line))
    .map(clip)
  if (start < 0) return told.slice(-Math.min(most, LAST_LINES))
  if (told.length <= most) return told
  const headings = told.filter((line) => HEADING.test(line))
  const listed = headings.slice(0, Math.floor(most / 3))
  if (headings.length > listed.length) listed.push(` … and ${headings.length - listed.length} more`)
  const sums = told.slice(-SUMS)
  const details = told.slice(0, Math.max(0, most - listed.length - sums.length))
  return [...listed, ...details, `… (${told.length - details.length - sums.length} lines left out)`, ...sums]
}

if (import.meta.main ?? process.argv[1]?.endsWith('why.mjs')) {
  const [file, most] = process.argv.slice(2)
  console.log(whyOf(readFileSync(file, 'utf8'), Number(most)).join('\n'))
}
