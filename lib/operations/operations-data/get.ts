import type * as shapes from '../../../schemas/operations-data/get.ts'
import { RoundedNumber } from '../../errors/rounded-number.ts'
import type { Members } from '../../json.ts'
import { type Answered, defineOperation, type Unclear } from '../../operation.ts'
import { readEntries } from '../entries.ts'

/** Chat's name for a figure of ours: `C2CAPNSMsgNum` for `c2cApnsMsgNum`. */
const toUpstream = (name: string): string =>
  (name.charAt(0).toUpperCase() + name.slice(1)).replaceAll('Apns', 'APNS').replaceAll('C2c', 'C2C')

const fromUpstream = (name: string): string => {
  const spelt = name.replaceAll('APNS', 'Apns').replaceAll('C2C', 'C2c')
  return spelt.charAt(0).toLowerCase() + spelt.slice(1)
}

/** Names that people chose, and that may be all digits. */
const NAMES = ['appName', 'company']

/** All of Chat's figures are texts; undefined for a value that is none. @throws RoundedNumber */
function readFigure(name: string, value: unknown): number | string | undefined {
  if (typeof value === 'string') return !NAMES.includes(name) && /^\d+$/.test(value) ? readDigits(value) : value
  if (typeof value === 'bigint') return String(value)
  if (Math.abs(Number(value)) > Number.MAX_SAFE_INTEGER) throw new RoundedNumber()
  return Number.isInteger(value) ? Number(value) : undefined
}

/** Digits that a number can't hold stay a text. */
const readDigits = (digits: string): number | string => (Number.isSafeInteger(Number(digits)) ? Number(digits) : digits)

/** What is told of one day. A figure that can't be read would leave a hole that nobody sees. */
function readDay({ Date: day, ...figures }: Members): Members | Unclear {
  const [, year, month, date] = /^(\d{4})(\d\d)(\d\d)$/.exec(String(day)) ?? []
  if (date === undefined) return 'its Date is no date'
  const read = new Map<string, unknown>([['date', `${year}-${month}-${date}`]])
  for (const [upstream, value] of Object.entries(figures)) {
    const name = fromUpstream(upstream)
    const figure = readFigure(name, value)
    if (figure === undefined && value !== null) return 'a figure of it is neither a text nor an integer'
    if (figure !== undefined && !read.has(name)) read.set(name, figure)
  }
  return Object.fromEntries(read)
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
