import { billOf, savingsOf } from '../cost/bill.ts'
import { type Load, readFlags } from '../cost/flags.ts'
import { prices, tellerOf } from '../cost/prices.ts'
import { quotaOf } from '../cost/quantities.ts'
import { figure } from '../cost/report.ts'
import { table } from '../markdown.ts'

const SIZES = [
  { updates: '1e3', apps: '1' },
  { updates: '1e6', apps: '1' },
  { updates: '1e9', apps: '60' },
] as const

const WAYS: readonly { readonly way: string; readonly args: readonly string[] }[] = [
  { way: 'answered at once, one friend a request', args: ['--mode', 'sync'] },
  { way: 'answered at once, a hundred friends a request', args: ['--mode', 'sync', '--items-per-request', '100'] },
  { way: 'queued over HTTP, one by one', args: ['--mode', 'sync', '--share-queued', '1'] },
  { way: 'by events, one by one', args: ['--mode', 'async'] },
  { way: 'by events, forty of an account in a call', args: ['--mode', 'async', '--merge', '40'] },
  { way: 'webhooks (not built)', args: ['--mode', 'webhooks'] },
]

const loadOf = (...args: string[]): Load => readFlags(args)!
const usd = (value: number): string => Math.round(value).toLocaleString('en')

/** What a month costs by how many updates come a day, and how. */
export function monthlyCosts(): string {
  const rows = WAYS.map(({ way, args }) => [
    way,
    ...SIZES.map(({ updates, apps }) => usd(billOf(loadOf('--updates', updates, '--apps', apps, ...args)).usd)),
  ])
  return table(
    [
      'USD a month',
      ...SIZES.map(
        ({ updates, apps }) => `${figure(Number(updates))} a day, ${apps === '1' ? 'one app' : `${apps} apps`}`,
      ),
    ],
    rows,
  )
}

/** What a million updates a day are made of. */
export function costParts(): string {
  const bills = [WAYS[0]!, WAYS[3]!, WAYS[4]!].map(({ args }) => billOf(loadOf('--updates', '1e6', ...args)))
  const names = Object.keys(prices) as (keyof typeof prices)[]
  const sumOf = (name: string, bill: (typeof bills)[number]) => bill.lines.find((line) => line.name === name)?.usd ?? 0
  const rows = names
    .filter((name) => bills.some((bill) => sumOf(name, bill) > 0))
    .map((name) => [prices[name].what, ...bills.map((bill) => sumOf(name, bill).toFixed(2))])
  const total = ['**all**', ...bills.map((bill) => `**${bill.usd.toFixed(2)}**`)]
  return table(['USD a month', 'at once', 'by events', 'by events, forty merged'], [...rows, total])
}

/** What jobs cost that go out together. */
export function mergedCosts(): string {
  const rows = [1, 2, 5, 10, 40].map((merge) => {
    const load = loadOf('--updates', '1e9', '--apps', '60', '--mode', 'async', '--merge', String(merge))
    const { perSecond, apps } = quotaOf(load)
    return [merge, usd(billOf(load).usd), figure(perSecond), apps]
  })
  return table(['jobs of an account in a call', 'USD a month', 'calls a second at Chat', 'apps at the least'], rows)
}

/** Where Chat's quota ends it. */
export function quotaEnds(): string {
  const rows = [
    { way: 'one friend a request', each: 1 },
    { way: 'forty jobs in a call', each: 40 },
    { way: 'a hundred friends a request', each: 100 },
    { way: 'a thousand friends a request', each: 1000 },
  ].map(({ way, each }) => [way, ...[1, 5, 20, 60].map((apps) => figure(17.28e6 * each * apps))])
  return table(['updates a day at the most', 'one app', '5 apps', '20 apps', '60 apps'], rows)
}

/** What would lower a bill of many apps and operations most. */
export function costSavings(): string {
  const loads = [
    [
      '20 apps with 41 operations each, a million updates a day',
      loadOf('--updates', '1e6', '--apps', '20', '--operations', '41'),
    ],
    [
      'the same at DEBUG, in a network with NAT gateways',
      loadOf('--updates', '1e6', '--apps', '20', '--operations', '41', '--log-level', 'DEBUG', '--nat'),
    ],
    ['a million a day by events', loadOf('--updates', '1e6', '--mode', 'async')],
  ] as const
  const rows = loads.map(([what, load]) => [
    what,
    usd(billOf(load).usd),
    savingsOf(load)
      .slice(0, 3)
      .map(({ how, usd: less }) => `${usd(less)}: ${how}`)
      .join('; '),
  ])
  return table(['load', 'USD a month', 'less by'], rows)
}

const TOLD = { AWS: 'AWS’s own page', others: 'a page of others', nobody: '**unsure**' } as const

/** Every price, and who told it. */
export function pricesTable(): string {
  const rows = (Object.keys(prices) as (keyof typeof prices)[]).map((name) => {
    const { what, unit, steps, page, readAt } = prices[name]
    const told = TOLD[tellerOf(name)]
    const amounts = steps.map(
      ({ usd: amount, upTo }) => `${amount}${upTo === undefined ? '' : ` up to ${figure(upTo)}`}`,
    )
    return [what, amounts.join(', then '), unit, readAt === undefined ? told : `[${told}](${readAt})`, `[AWS](${page})`]
  })
  return table([`what`, 'USD', 'a', 'read at', 'where it should stand'], rows)
}

export const costLists = {
  'monthly-costs': monthlyCosts,
  'cost-parts': costParts,
  'merged-costs': mergedCosts,
  'quota-ends': quotaEnds,
  'cost-savings': costSavings,
  prices: pricesTable,
} as const

/** Names of the lists, for the page that must have them. */
export const COST_LISTS = Object.keys(costLists)
