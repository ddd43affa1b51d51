import { dayFigures, dayNames } from '../../../schemas/figures.ts'
import type * as shapes from '../../../schemas/operations-data/get.ts'
import { isUtcTime } from '../../../schemas/text.ts'
import { RoundedNumber } from '../../errors/rounded-number.ts'
import type { Members } from '../../json.ts'
import { type Answered, defineOperation, type Unclear } from '../../operation.ts'
import { readEntries } from '../entries.ts'

/** Chat's name for ours: `C2CAPNSMsgNum` for `c2cApnsMsgNum`. */
const toUpstream = (name: string): string =>
  (name.charAt(0).toUpperCase() + name.slice(1)).replace('Apns', 'APNS').replace('C2c', 'C2C')

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** Digits that a number can't hold stay a text, as does what is none. @throws RoundedNumber */
function figure(value: unknown): number | string | undefined {
  if (typeof value === 'string')
    return /^\d+$/.test(value) && Number.isSafeInteger(Number(value)) ? Number(value) : value
  if (typeof value === 'bigint') return String(value)
  if (Math.abs(Number(value)) > Number.MAX_SAFE_INTEGER) throw new RoundedNumber()
  return Number.isInteger(value) ? Number(value) : undefined
}

const values: readonly (readonly [name: string, upstream: string, read: typeof figure])[] = [
  ...dayNames.map((name) => [name, toUpstream(name), text] as const),
  ...dayFigures.map((name) => [name, toUpstream(name), figure] as const),
]

/** What is told of one day. A value that can't be read would leave a hole that nobody sees. */
function readDay(day: Members): Members | Unclear {
  const [, ...digits] = /^(\d{4})(\d\d)(\d\d)$/.exec(String(day.Date)) ?? []
  const date = digits.join('-')
  if (!isUtcTime(`${date}T00:00:00Z`)) return 'its Date is no date'
  const told: Record<string, unknown> = { date }
  for (const [name, upstream, read] of values) {
    const value = day[upstream] ?? undefined
    if (value === undefined) continue
    told[name] = read(value)
    if (told[name] === undefined) return `its ${upstream} is neither a text nor an integer`
  }
  return told
}

function readDays({ Result }: Members): Answered | Unclear {
  const days = readEntries('Result', Result, readDay)
  return typeof days === 'string' ? days : { answer: { days } }
}

export default defineOperation<typeof shapes>({
  name: 'operations-data.get',
  summary: 'Reads what an app did day by day in the last thirty days',
  path: 'v4/openconfigsvr/getappinfo',
  page: 'https://trtc.io/document/34886',
  effect: 'read',
  call: ({ fields }) => ({ RequestField: fields && [...new Set([...fields, 'date'])].map(toUpstream) }),
  read: readDays,
})
