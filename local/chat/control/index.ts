import { Misread, record } from '../reading.ts'
import type { World } from '../world/index.ts'
import { showAuthority } from './authority.ts'
import { showCalls } from './calls.ts'
import { setClock } from './clock.ts'
import type { ControlAnswer, Endpoint } from './endpoint.ts'
import { addFault, clearFaults, showFaults } from './faults.ts'
import { reset, swap } from './reset.ts'
import { rotate } from './rotate.ts'
import { showState } from './state.ts'

export interface ControlRequest {
  method: string
  url: URL
  /** Undefined where its bytes are no UTF-8. */
  body: string | undefined
}

/** What a person or a test asks of the emulator beside the protocol. */
export const endpoints: Endpoint[] = [
  showState,
  showAuthority,
  showCalls,
  showFaults,
  addFault,
  clearFaults,
  rotate,
  setClock,
  reset,
  swap,
]

/** Answers a control request: 404 with the list of endpoints for an unknown one, 400 for a body that is not understood. */
export async function answerControl(world: World, { method, url, body }: ControlRequest): Promise<ControlAnswer> {
  const found = endpoints.find((one) => one.path === url.pathname && one.method === method)
  if (!found) {
    return { status: 404, body: { error: `no ${method} ${url.pathname} here`, endpoints: listed() } }
  }
  try {
    checkParameters(found, url.searchParams)
    return await found.answer(world, { query: url.searchParams, body: parse(body) })
  } catch (error) {
    if (!(error instanceof Misread)) throw error
    return { status: 400, body: { error: error.message } }
  }
}

/** A misspelt one would be ignored, and more be reset or shown than was meant. */
function checkParameters({ parameters = [] }: Endpoint, query: URLSearchParams): void {
  record({ value: Object.fromEntries(query), path: '?' }, parameters)
}

function parse(body: string | undefined): unknown {
  try {
    return body === '' ? {} : JSON.parse(body ?? 'no UTF-8')
  } catch {
    throw new Misread({ value: body, path: 'the body' }, 'must be JSON')
  }
}

function listed(): string[] {
  return endpoints.map(({ method, path, does }) => `${method} ${path}: ${does}`)
}
