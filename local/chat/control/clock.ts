import { integer, member, record } from '../reading.ts'
import { shiftClock } from '../world/index.ts'
import type { Endpoint } from './endpoint.ts'

/** Ten years either way: beyond that, dates stop being printable before they are useful. */
const MOST_MS = 315_360_000_000

/** How far the emulator's clock is ahead of the machine's, which its caller's clock goes by. */
export const setClock: Endpoint = {
  method: 'POST',
  path: '/_emulator/clock',
  does: 'another time than the machine’s',
  answer(world, { body }) {
    const root = { value: body, path: '' }
    shiftClock(world, integer(member(root, record(root, ['aheadMs']), 'aheadMs'), -MOST_MS, MOST_MS))
    return { status: 200, body: { aheadMs: world.clock.aheadMs, now: new Date(world.now()).toISOString() } }
  },
}
