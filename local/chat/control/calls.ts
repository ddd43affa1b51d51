import { integer } from '../reading.ts'
import type { Endpoint } from './endpoint.ts'

/** The last REST calls, oldest first. */
export const showCalls: Endpoint = {
  method: 'GET',
  path: '/_emulator/calls',
  does: 'the last calls, oldest first; ?last=N for fewer',
  parameters: ['last'],
  answer(world, { query }) {
    const last = query.get('last')
    const count = last === null ? undefined : integer({ value: Number(last), path: '?last' }, 1)
    return { status: 200, body: { calls: world.calls.last(count) } }
  },
}
