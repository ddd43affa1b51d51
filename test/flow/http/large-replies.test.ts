import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'
import { always, hostilePages } from '../../support/hostile-pages.ts'
import { batchIn } from '../../support/small-instance.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway()
})
afterAll(() => gateway.close())

const lists = (count: number) =>
  Array.from({ length: count }, (_, id) => ({ id: `${id}`, operation: 'friends.list', body: { userId: `u${id}` } }))

const env = () => ({ AWS_ENDPOINT_URL_SECRETS_MANAGER: gateway.secrets.url, UPSTREAM_ATTEMPTS: '1' })

test('of large replies nothing is held that is not told', async () => {
  gateway.chat.play(always(hostilePages['a long refusal']()))
  const { ends } = await batchIn({ heapMiB: 64, env: env() }, lists(9))
  expect(ends).toEqual({ '404 ACCOUNT_NOT_FOUND': 9 })
})
