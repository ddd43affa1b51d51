import { readFileSync } from 'node:fs'
import { LEAST_SCORE } from './settings.ts'

/** The parts of Stryker's JSON report (https://github.com/stryker-mutator/mutation-testing-elements) that are read here. */
interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>
}

const NOTICED = new Set(['Killed', 'Timeout'])
const OPEN = new Set(['Survived', 'NoCoverage'])

const read = (name: string): Report =>
  JSON.parse(readFileSync(new URL(`../../coverage/mutation-${name}.json`, import.meta.url), 'utf8'))

/** Prints the score of each file, and fails where one of them alone lies below what the whole must reach. */
const files = ['logic', 'tables'].flatMap((name) => Object.entries(read(name).files))
const rows = files.map(([file, { mutants }]) => {
  const among = (statuses: ReadonlySet<string>) => mutants.filter(({ status }) => statuses.has(status)).length
  const [noticed, open] = [among(NOTICED), among(OPEN)]
  return { file, noticed, open, score: (100 * noticed) / (noticed + open) }
})

console.log('| file | mutants | survived | score |\n| --- | --- | --- | --- |')
for (const { file, noticed, open, score } of rows) {
  console.log(`| \`${file}\` | ${noticed + open} | ${open} | ${score.toFixed(1)} % |`)
}
const low = rows.filter(({ score }) => !(score >= LEAST_SCORE)).map(({ file }) => file)
if (low.length > 0) {
  console.error(`below ${LEAST_SCORE} %: ${low.join(', ')}`)
  process.exitCode = 1
}
