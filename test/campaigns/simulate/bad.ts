import type { Random } from '../random.ts'
import type { Asked } from './asked.ts'
import { pathOf } from './http-event.ts'

/** A request made from a good one, that must be refused with nothing done. */
export function drawBad({ operation, body }: Asked, random: Random): { readonly path: string; readonly body: unknown } {
  const path = pathOf(operation)
  return random.pick<{ readonly path: string; readonly body: unknown }>([
    { path, body: JSON.stringify(body).slice(1) },
    { path, body: { ...body, surprise: 1 } },
    { path, body: { ...body, app: 'nowhere' } },
    { path: '/v1/friends/befriend', body },
    { path: '/v1/batch', body: { requests: [] } },
  ])
}
