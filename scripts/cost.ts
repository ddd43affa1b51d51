import { readFlags, USAGE, UsageError } from './cost/flags.ts'
import { jsonReport, textReport } from './cost/report.ts'

/** `npm run cost`: what a month of a stage costs, reckoned on this machine. */
try {
  const flags = readFlags(process.argv.slice(2))
  if (flags === undefined) console.log(USAGE)
  else console.log(flags.json ? jsonReport(flags) : textReport(flags))
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  console.error(`${error.message}\nSee npm run cost -- --help`)
  process.exitCode = 2
}
