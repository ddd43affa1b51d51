import { afterEach, beforeEach, vi } from 'vitest'
import type { Answer } from './answer.ts'
import type { Script } from './chat-server.ts'
import { type Gateway, type Given, startGateway } from './start.ts'

interface Check {
  readonly name: string
  readonly status: string
  readonly ms?: number
  readonly error?: { readonly code: string; readonly message: string; readonly upstream?: { readonly code: number } }
}

/** A Chat that knows whoever it is asked for. */
export const known: Script = (call) => {
  const { CheckItem } = call.body as unknown as { readonly CheckItem: readonly { readonly UserID: string }[] }
  const ResultItem = CheckItem.map(({ UserID }) => ({
    UserID,
    ResultCode: 0,
    ResultInfo: '',
    AccountStatus: 'Imported',
  }))
  return { ResultItem, ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '' }
}

const startForHealth = (chat: Script = known, given: Given = {}): Promise<Gateway> =>
  startGateway({ chat, ...given, env: { LOG_LEVEL: 'INFO', ...given.env } })

const askHealth = (gateway: Gateway, app = 'default', more: object = {}): Promise<Answer> =>
  gateway.request({ method: 'GET', path: '/v1/health', query: `app=${app}`, ...more })

const checksOf = ({ json }: Answer) => (json as unknown as { readonly checks: readonly Check[] }).checks
export const checkOf = (answer: Answer, name: string) => checksOf(answer).find((check) => check.name === name)

/** For a file about health: its gateway, at a time that stands still but where a test moves it, so that none of them races the machine. */
export function healthAtAStandstill() {
  let gateway: Gateway
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.now() }))
  afterEach(() => {
    gateway.close()
    vi.useRealTimers()
  })
  return {
    get gateway(): Gateway {
      return gateway
    },
    start: async (...asked: Parameters<typeof startForHealth>) => {
      gateway = await startForHealth(...asked)
      return gateway
    },
    advance: (ms: number) => void vi.setSystemTime(Date.now() + ms),
    askOf: (app?: string, more?: object) => askHealth(gateway, app, more),
  }
}
