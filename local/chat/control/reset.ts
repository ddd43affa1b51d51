import { resetWorld } from '../world.ts'
import type { Endpoint } from './endpoint.ts'

export const reset: Endpoint = {
  method: 'POST',
  path: '/_emulator/reset',
  does: 'back to the seed',
  answer(world) {
    resetWorld(world)
    return { status: 200, body: { reset: true } }
  },
}
