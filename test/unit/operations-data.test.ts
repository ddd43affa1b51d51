import { expect, test } from 'vitest'
import { RoundedNumber } from '../../lib/errors/rounded-number.ts'
import get from '../../lib/operations/operations-data/get.ts'

const read = (day: unknown) => get.read!({ Result: [day] }, {}, undefined)
const dayOf = (figures: object) => {
  const { answer } = read({ Date: '20160607', ...figures }) as { readonly answer: { readonly days: object[] } }
  return answer.days[0]
}

test.each([
  ['APNSMsgNum', 'apnsMsgNum'],
  ['C2CAPNSMsgNum', 'c2cApnsMsgNum'],
  ['GroupAPNSMsgNum', 'groupApnsMsgNum'],
  ['C2CSendMsgUserNum', 'c2cSendMsgUserNum'],
  ['AppId', 'appId'],
  ['UpMsgNum', 'upMsgNum'],
] as const)('Chat’s %s is our %s, both ways', (theirs, ours) => {
  expect(dayOf({ [theirs]: '5' })).toEqual({ date: '2016-06-07', [ours]: 5 })
  const fill = { items: undefined, from: undefined, numbers: { random: 0, seq: 0 } }
  expect(get.call({ fields: [ours] }, fill)).toEqual({ RequestField: [theirs, 'Date'] })
})

test('an integer that a number can’t hold is asked for anew digit by digit, and is then a text', () => {
  expect(() => read({ Date: '20160607', UpMsgNum: 2 ** 60 })).toThrow(RoundedNumber)
  expect(dayOf({ UpMsgNum: 2n ** 60n })).toEqual({ date: '2016-06-07', upMsgNum: String(2n ** 60n) })
})

test('members that nobody promised are left out', () => {
  expect(dayOf({ date: '5', ['__proto__']: '6', loginTimes: '7', Secret: {} })).toEqual({ date: '2016-06-07' })
})

test.each([
  {},
  { Date: '2016-06-07' },
  { Date: '20160631' },
  { Date: 20_160_607, LoginTimes: {} },
  { Date: '20160607', LoginTimes: true },
  7,
  null,
])('%j is no day', (day) => {
  expect(read(day)).toEqual(expect.any(String))
})
