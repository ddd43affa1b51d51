import { afterEach, expect, test } from 'vitest'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
afterEach(() => gateway.close())

const ids = (count: number, from = 0) => Array.from({ length: count }, (_, i) => `u${from + i}`)
const block = (id: string, userIds: readonly string[]) => ({
  id,
  operation: 'blocklist.add',
  body: { userId: id, userIds },
})
const blocked = ({ body }: { body: unknown }) => ({
  ResultItem: (body as { To_Account: string[] }).To_Account.map((id) => ({
    To_Account: id,
    ResultCode: 30003,
    ResultInfo: '"'.repeat(150),
  })),
  ActionStatus: 'OK',
  ErrorCode: 0,
  ErrorInfo: '',
})

test('a batch of more than 20,000 items refuses the entries that are too many, and nothing of them is sent', async () => {
  gateway = await startGateway({ chat: blocked })
  const answer = await gateway.batch([
    block('a', ids(9000)),
    block('b', ids(9000)),
    block('c', ids(3000)),
    block('d', ids(10)),
  ])
  expect(answer.json.responses?.map(({ status }) => status)).toEqual([404, 404, 413, 413])
  expect(answer.json.responses?.[2]?.body.detail).toMatch(/another batch/)
  expect(new Set(gateway.chat.calls.map(({ body }) => body.From_Account))).toEqual(new Set(['a', 'b']))
})

test('20,000 refused items over a batch are an answer that Lambda can carry, with every verdict in it', async () => {
  gateway = await startGateway({ chat: blocked })
  const answer = await gateway.batch([0, 1, 2, 3].map((index) => block(`acc${index}`, ids(5000, index * 5000))))
  expect(Buffer.byteLength(JSON.stringify(answer.text))).toBeLessThan(6_291_456)
  expect(answer.json.responses?.map(({ body }) => body.results?.length)).toEqual([5000, 5000, 5000, 5000])
})
