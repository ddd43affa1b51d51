import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

/** An app a push: an app may send one a second, and nobody waits for that here. */
const apps = Array.from({ length: 40 }, (_, number) => `app-${number}`)
let pushes = 0

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({
    secrets: (secret) => Object.fromEntries(apps.map((app) => [`chat-gateway/${app}`, secret])),
  })
})
beforeEach(() => gateway.chat.play(() => ({ ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '', TaskId: 't' })))
afterAll(() => gateway.close())

/** A push whose parts are written as they stand here. */
const send = (elements: string, more = '') =>
  gateway.request({
    path: '/v1/push/send',
    body: `{"app":"${apps[pushes++ % apps.length]}","audience":{"everyone":true},"elements":[${elements}]${more}}`,
  })
const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
const relay = (content: string) => `{"type":"TIMRelayElem","content":${content}}`
const hi = '{"type":"text","text":"hi"}'

describe('what is passed on in Chat’s own words', () => {
  test('goes up as it came', async () => {
    const content = '{"__proto__":{"a":[1.5,null,true,-0.25e-3]},"é\\u0000":"\\ud800","b":{}}'
    const { status } = await send(relay(content), `,"offlinePush":{"android":${content},"apns":{}}`)
    expect(status).toBe(200)
    const [call] = gateway.chat.calls
    const written = JSON.stringify(JSON.parse(content))
    expect(call!.text).toContain(`{"MsgType":"TIMRelayElem","MsgContent":${written}}`)
    expect(call!.text).toContain(`"OfflinePushInfo":{"PushFlag":0,"AndroidInfo":${written},"ApnsInfo":{}}`)
  })

  test.each([
    ['twenty levels', relay(`{"a":${nested(19)}}`), '', 200],
    ['twenty-one', relay(`{"a":${nested(20)}}`), '', 400],
    ['so many that nothing could write them', relay(`{"a":${nested(900_000)}}`), '', 400],
    ['as many in what is shown', hi, `,"offlinePush":{"apns":{"a":${nested(900_000)}}}`, 400],
    ['the largest number that everybody reads alike', relay('{"a":9007199254740991}'), '', 200],
    ['one that reading rounds', relay('{"a":[9007199254740993]}'), '', 400],
    ['one that is none', relay('{"a":1e400}'), '', 400],
    ['thirty members for phones', hi, `,"offlinePush":{"apns":${members(30)}}`, 200],
    ['one more', hi, `,"offlinePush":{"apns":${members(31)}}`, 400],
    ['more in an element', relay(members(31)), '', 200],
  ])('with %s', async (_, elements, more, wanted) => {
    const { status, json } = await send(elements, more)
    expect([status, json.errors?.length]).toEqual([wanted, wanted === 400 ? 1 : undefined])
    expect(gateway.chat.calls).toHaveLength(wanted === 400 ? 0 : 1)
  })
})

const members = (count: number) =>
  JSON.stringify(Object.fromEntries(Array.from({ length: count }, (__, index) => [`m${index}`, 1])))

describe('an element’s kind', () => {
  test.each([
    [
      'a kind that has a word of ours, in raw form',
      '{"type":"TIMTextElem","content":{"Text":"x"}}',
      '/elements/0/type',
    ],
    ['a word that is nearly one of ours', '{"type":"txet","text":"x"}', '/elements/0/type'],
    ['too few letters', '{"type":"TIMabcElem","content":{}}', '/elements/0/type'],
    ['another kind’s member', '{"type":"text","text":"x","url":"y"}', '/elements/0/url'],
    ['no kind', '{"text":"x"}', '/elements/0/type'],
    ['nothing of a custom element', '{"type":"custom"}', '/elements/0'],
    ['a place beyond the pole', '{"type":"location","latitude":90.01,"longitude":0}', '/elements/0/latitude'],
    ['half a face', '{"type":"face","index":0.5}', '/elements/0/index'],
    [
      'the same size of an image twice',
      `{"type":"image","uuid":"u","format":"jpg","sizes":[${size()},${size()}]}`,
      '/elements/0/sizes/1/kind',
    ],
  ])('%s is refused with its place', async (_, element, pointer) => {
    const { status, json } = await send(element)
    expect([status, json.errors?.map((error) => error.pointer)]).toEqual([400, [pointer]])
  })
})

function size(): string {
  return '{"kind":"large","url":"u","width":0,"height":0,"bytes":0}'
}

test('texts of a message may hold what was lost on its way: that is the sender’s to see', async () => {
  expect((await send('{"type":"text","text":"caf\ufffd"}')).status).toBe(200)
})

test('nothing that a task’s id is not passes for one', async () => {
  for (const TaskId of [7, '', null, ['t'], { id: 't' }]) {
    gateway.chat.play(() => ({ ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '', TaskId }))
    const { status, json } = await send(hi)
    expect([status, json.outcome, 'taskId' in json]).toEqual([200, 'ok', false])
  }
})
