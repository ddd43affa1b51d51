import { describe, expect, onTestFinished, test } from 'vitest'
import { parseSecret } from '../../../lib/upstream/credentials/app-secret.ts'
import { probe } from '../../../lib/upstream/probe.ts'
import { cutAtOnce } from '../../support/gateway/chat-replies.ts'
import { startChat } from '../../support/gateway/chat-server.ts'
import { type Host, unreachableHosts } from '../../support/gateway/dead-hosts.ts'

const originOf = (endpoint: string) =>
  parseSecret(JSON.stringify({ sdkAppId: 1, adminUserId: 'a', secretKey: 'k', region: 'seoul', endpoint })).origins[0]

async function probed(start: () => Promise<Host>): Promise<boolean> {
  const { url, close } = await start()
  onTestFinished(close)
  return probe(originOf(url), 500)
}

describe('a look at a host', () => {
  test.each(unreachableHosts)('that can’t be reached finds nothing: %s', async (_, start) => {
    expect(await probed(start)).toBe(false)
  })

  test('that takes connections finds it, sends nothing', async () => {
    const chat = await startChat(cutAtOnce)
    expect(await probed(async () => chat)).toBe(true)
    expect([chat.sockets(), chat.calls]).toEqual([1, []])
  })
})
