import { type Bill, billOf, savingsOf } from './bill.ts'
import { assumed } from './facts.ts'
import type { Load } from './flags.ts'
import { lookedUp, prices, region } from './prices.ts'
import { CALLS_PER_SECOND, quotaOf } from './quantities.ts'

export const dollars = (usd: number): string =>
  usd.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

/** Three figures that count, however large or small. */
export const figure = (value: number): string => value.toLocaleString('en', { maximumSignificantDigits: 3 })

const share = (part: number, { usd }: Bill): string => `${dollars(part)} (${figure((100 * part) / usd)} %)`

/** All that is known of a month, for people. */
export function textReport(load: Load): string {
  const bill = billOf(load)
  const rows = bill.lines.map(({ name, what, quantity, unit, usd, toldBy }) => [
    `${what}${toldBy === 'nobody' ? ' (unsure)' : ''}`,
    `${figure(quantity)} ${unit}`,
    prices[name].steps.map((step) => step.usd).join(' / '),
    dollars(usd),
  ])
  const total = ['Total of a month of 30 days', '', '', dollars(bill.usd)]
  return [
    headOf(load),
    columns([['what', 'quantity', 'USD a unit', 'USD a month'], ...rows, total]),
    sourceLines(bill),
    quotaLine(load),
    savingLines(load),
    `Assumed, not measured: Chat answers in ${load.chatMs} ms, each call of AWS in ${assumed.awsMs} ms; docs/cost.md has the rest.`,
  ].join('\n\n')
}

/** The same for programs. */
export function jsonReport(load: Load): string {
  const quota = quotaOf(load)
  const more = { region, lookedUp, load, quota: { ...quota, fits: quota.apps <= load.apps } }
  return JSON.stringify({ ...more, ...billOf(load), savings: savingsOf(load) }, undefined, 2)
}

function headOf({ updates, mode, apps, itemsPerRequest, shareQueued, merge }: Load): string {
  if (mode === 'webhooks')
    return `${figure(updates)} webhooks a day, ${named(apps)}. Webhooks are not built: this is what their contract would take.`
  const queued = shareQueued > 0 ? `, ${figure(100 * shareQueued)} % queued, ${merge} of an account in a call` : ''
  return `${figure(updates)} updates a day, ${mode}, ${named(apps)}, ${itemsPerRequest} in a request${queued}`
}

const sourceLines = (bill: Bill): string =>
  [
    `Unsure of it, since nobody could look up the price: ${share(bill.unsureUsd, bill)}.`,
    `Read on pages of others than AWS, since AWS's show their tables to browsers alone: ${share(bill.quotedUsd, bill)}.`,
    `All are prices of ${region}, looked up on ${lookedUp}, each with its page in docs/prices.json; other regions are mostly dearer.`,
  ].join('\n')

const named = (apps: number): string => (apps === 1 ? 'one app' : `${apps} apps`)

function quotaLine(load: Load): string {
  if (load.mode === 'webhooks') return 'Webhooks take nothing of Chat’s quota.'
  const { perSecond, apps } = quotaOf(load)
  const needed = `Chat sees ${figure(perSecond)} calls a second on average, and lets an app have ${CALLS_PER_SECOND}`
  return apps <= load.apps
    ? `${needed}: ${figure((100 * perSecond) / (CALLS_PER_SECOND * load.apps))} % of what ${named(load.apps)} may.`
    : `${needed}: THIS DOES NOT FIT. It takes ${figure(apps)} apps at the least, fewer calls (--items-per-request, --merge), or a quota that was bought.`
}

function savingLines(load: Load): string {
  const savings = savingsOf(load)
  if (savings.length === 0) return 'Nothing that the stage decides would lower it by more than a hundredth.'
  return [
    'What would lower it most, each alone:',
    ...savings.slice(0, 4).map(({ how, usd }) => `  ${dollars(usd)} less: ${how}`),
  ].join('\n')
}

/** The first to the left, figures to the right. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
        .join('  '),
    )
    .join('\n')
}
