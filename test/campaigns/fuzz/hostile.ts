import fc from 'fast-check'
import type { Sent } from '../../../lib/upstream/send.ts'
import { at } from '../../support/gateway/rows.ts'
import { damage, damaged } from './damage.ts'
import { type Call, goodReply, type Members } from './replies.ts'
import { entriesOf, entryAt, failToo, made, namesIn, placeIn, putAt } from './reply-entries.ts'

/** The upstream's answer to one call, made when the call is known. */
export type Answerer = (call: Call) => Sent

const FEW_CODES = [
  30001, 30002, 30003, 30006, 30007, 30008, 30011, 30539, 31307, 31704, 38001, 70107, 70500, 20004, 60007, 60008, 60013,
] as const
const CALL_CODES = [70001, 70009, 70050, 70169, 70202, 60026, 99999, -1, 2 ** 53] as const
const INFOS = [
  '',
  'Err_SNS_X_Friend_Exist',
  'Err_X_Already_Exist',
  'Err_X_Not_Friend',
  'Err_X_Friend_Not_Exist',
  'Not_Exist',
] as const

const codes = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.constantFrom(...FEW_CODES, ...CALL_CODES) },
)

/** Numbers that are none, zeros that are none, and zeros. */
const oddCodes = fc.constantFrom<unknown>(
  '0',
  null,
  -0,
  0.5,
  [0],
  {},
  true,
  false,
  '',
  ' ',
  '0x0',
  { valueOf: 0 },
  1e-320,
)

type Change = (reply: Members, call: Call) => void

const lookalikes = [
  (id: string) => id.toUpperCase(),
  (id: string) => `${id}\u0301`.normalize('NFC'),
  (id: string) => ` ${id}`,
  (id: string) => id.normalize('NFD'),
]

const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(fc.nat(9), oddCodes).map(
    ([place, code]): Change =>
      (reply, call) =>
        void Object.assign(entryAt(reply, call, place), { [namesIn(call).code]: code }),
  ),
  fc.nat(9).map(
    (place): Change =>
      (reply, call) =>
        void delete entryAt(reply, call, place)[namesIn(call).code],
  ),
  fc.nat(9).map(
    (place): Change =>
      (reply, call) =>
        void entriesOf(reply, call).splice(placeIn(entriesOf(reply, call), place), 1),
  ),
  fc.tuple(fc.nat(9), codes).map(
    ([place, code]): Change =>
      (reply, call) =>
        void entriesOf(reply, call).push({ ...entryAt(reply, call, place), [namesIn(call).code]: code }),
  ),
  fc.tuple(fc.nat(9), fc.constantFrom(...lookalikes)).map(
    ([place, alike]): Change =>
      (reply, call) => {
        const [entry, { id }] = [entryAt(reply, call, place), namesIn(call)]
        const own = at(entry, id)
        if (typeof own === 'string') putAt(entry, id, alike(own))
      },
  ),
  fc.string().map(
    (stranger): Change =>
      (reply, call) => {
        const { id, code } = namesIn(call)
        entriesOf(reply, call).unshift(made({ [id]: stranger, [code]: 0, ResultInfo: '' }))
      },
  ),
  fc.constant<Change>((reply, call) => void entriesOf(reply, call).reverse()),
  fc.tuple(fc.nat(9), codes).map(
    ([place, code]): Change =>
      (reply, call) =>
        failToo(reply, call, place, code),
  ),
  codes.map(
    (code): Change =>
      (reply) =>
        void Object.assign(reply, { ErrorCode: code }),
  ),
  codes.map(
    (code): Change =>
      (reply) =>
        void Object.assign(reply, { ErrorCode: code, ActionStatus: 'FAIL', ErrorInfo: 'Err_Whole' }),
  ),
  oddCodes.map(
    (code): Change =>
      (reply) =>
        void Object.assign(reply, { ErrorCode: code }),
  ),
  fc.constantFrom('ErrorCode', 'ActionStatus', 'ErrorInfo').map(
    (name): Change =>
      (reply) =>
        void delete reply[name],
  ),
  fc.constantFrom<unknown>('FAIL', 'ok', 'OK ', '', null, true, ['OK']).map(
    (status): Change =>
      (reply) =>
        void Object.assign(reply, { ActionStatus: status }),
  ),
  fc.tuple(fc.nat(9), fc.constantFrom(30003, 70009)).map(
    ([place, code]): Change =>
      (reply, call) => {
        const { secrets } = call
        const info = `bad usersig=${secrets.join(' or key ')} (${encodeURIComponent(secrets.join('&'))})`
        Object.assign(entryAt(reply, call, place), { [namesIn(call).code]: code, ResultInfo: info })
        Object.assign(
          reply,
          code === 70009 && { ErrorCode: code, ErrorInfo: info, ErrorDisplay: info, ActionStatus: 'FAIL' },
        )
      },
  ),
)

/** Damage may have taken all of it away. */
const json = (value: unknown): string => JSON.stringify(value) ?? ''

type Write = (reply: Members) => string

const writes: fc.Arbitrary<Write> = fc.oneof(
  { weight: 40, arbitrary: fc.constant<Write>((reply) => json(reply)) },
  {
    weight: 2,
    arbitrary: fc.nat(2000).map(
      (at): Write =>
        (reply) =>
          json(reply).slice(0, at),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Write>(
      () => '<html>ErrorCode: 0</html>',
      () => '',
      () => 'null',
      () => '[]',
      () => '0',
      () => '"OK"',
    ),
  },
  { weight: 1, arbitrary: fc.constant<Write>((reply) => `\ufeff${json(reply)}`) },
  { weight: 1, arbitrary: fc.constant<Write>((reply) => `${json(reply)}x`) },
  { weight: 1, arbitrary: fc.constant<Write>((reply) => `{"ErrorCode":0,"ActionStatus":"OK",${json(reply).slice(1)}`) },
  { weight: 1, arbitrary: fc.constant<Write>((reply) => `${json(reply).slice(0, -1)},"ErrorCode":30001}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('1e309', '-0', '0.0', '0e9').map(
      (zero): Write =>
        (reply) =>
          json(reply).replace(/"ResultCode":\d+/, `"ResultCode":${zero}`),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Write>(
      () => `${'['.repeat(50_000)}0${']'.repeat(50_000)}`,
      (reply) => json({ ...reply, ErrorInfo: 'é'.repeat(100_000) }),
    ),
  },
)

const ends: fc.Arbitrary<(text: string) => Sent> = fc.oneof(
  { weight: 20, arbitrary: fc.constant((text: string): Sent => ({ kind: 'reply', status: 200, text })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(201, 204, 302, 400, 429, 500, 502).map(
      (status) =>
        (text: string): Sent => ({ kind: 'reply', status, text }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom<Sent>(
        { kind: 'lost', reason: 'timeout' },
        { kind: 'lost', reason: 'cut' },
        { kind: 'lost', reason: 'oversize' },
        { kind: 'unsent', reason: 'refused' },
      )
      .map((sent) => () => sent),
  },
)

/** Answers of an upstream that is broken, wrong or malicious; now and then one that is none of these. */
export const answerers: fc.Arbitrary<Answerer> = fc
  .record({
    said: fc.array(fc.record({ code: codes, info: fc.constantFrom(...INFOS) }), { minLength: 1, maxLength: 5 }),
    changed: fc.array(changes, { maxLength: 3 }),
    damages: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(damage, { maxLength: 2 }) },
    ),
    write: writes,
    end: ends,
  })
  .map(({ said, changed, damages, write, end }) => (call) => {
    const reply = goodReply(call, said)
    for (const change of changed) change(reply, call)
    return end(write(damaged(reply, damages) as Members))
  })
