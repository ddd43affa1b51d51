import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operations } from '../lib/operations/index.ts'
import { shapeFault, shapeOfStatus } from './support/answer-shapes.ts'
import { type Gateway, startGateway } from './support/gateway/start.ts'

/** One story: what a caller sends, what goes to Chat and comes back, what the caller reads. */
interface Story {
  readonly name: string
  readonly request: object
  readonly exchanges: readonly { readonly sent: object; readonly reply: object }[]
  readonly status: number
  /** What the answer says; members that differ every time (requestId) are left out. */
  readonly answer: object
}

/** example.json is the documentation's, and runs against the emulator (examples.test.ts). */
const isStories = (file: string) => file !== 'example.json'

const root = path.join(import.meta.dirname, 'cases')
let gateway: Gateway

beforeAll(async () => {
  gateway = await startGateway()
})
afterAll(() => gateway.close())

describe.each([...operations.keys()])('%s', (operation) => {
  const folder = path.join(root, ...operation.split('.'))
  const stories = readdirSync(folder)
    .filter(isStories)
    .flatMap((file): Story[] => JSON.parse(readFileSync(path.join(folder, file), 'utf8')))

  test.each(stories.map((story) => [story.name, story] as const))(
    '%s',
    async (_, { request, exchanges, status, answer }) => {
      gateway.chat.play(({ number }) => exchanges[number - 1]?.reply ?? { unexpected: 'call' })
      const { json, ...answered } = await gateway.request({ path: `/v1/${operation.replace('.', '/')}`, body: request })
      expect(shapeFault(shapeOfStatus(answered.status), json)).toBeUndefined()
      expect({ status: answered.status, answer: json }).toMatchObject({ status, answer })
      expect(gateway.chat.calls.map((call) => call.body)).toEqual(exchanges.map(({ sent }) => sent))
    },
  )
})
