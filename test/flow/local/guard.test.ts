import http from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Local, startLocal } from '../../../local/aws/start-local.ts'
import { strictSeed } from '../../support/strict-seed.ts'

let local: Local
beforeAll(async () => {
  local = await startLocal({ seed: strictSeed, allowHosts: ['gateway.test'] })
})
afterAll(() => local.close())

const servers = () => ({
  gateway: `${local.url}/v1/health`,
  emulator: `${local.chat.url}/_emulator/state`,
  secrets: local.secrets.url,
  tables: local.tables!.url,
  queues: local.queues!.url,
  bus: `${local.bus!.url}/_local/events`,
  lambda: local.lambda.url,
})

function statusOf(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    http.get(url, { headers }, (response) => resolve(response.resume().statusCode)).on('error', reject)
  })
}

test.each(['gateway', 'emulator', 'secrets', 'tables', 'queues', 'bus', 'lambda'] as const)(
  'the %s lets no page from elsewhere in',
  async (name) => {
    const url = servers()[name]
    expect(await statusOf(url, { origin: 'https://attacker.example' })).toBe(403)
    expect(await statusOf(url, { host: 'attacker.example' })).toBe(403)
    expect(await statusOf(url, { host: 'gateway.test', origin: 'http://localhost:3000' })).not.toBe(403)
  },
)
