import { oneOf, record } from '../reading.ts'
import { checkSeed } from '../seed.ts'
import { resetApp, resetWorld, swapSeed } from '../world/index.ts'
import type { Endpoint } from './endpoint.ts'

/** Everything as the seed has it; with ?app= one app only. */
export const reset: Endpoint = {
  method: 'POST',
  path: '/_emulator/reset',
  does: 'back to the seed; ?app=NAME for one app',
  parameters: ['app'],
  answer(world, { query, body }) {
    record({ value: body, path: '' }, [])
    const given = query.get('app')
    if (given === null) resetWorld(world)
    else resetApp(world, oneOf({ value: given, path: '?app' }, [...world.apps.keys()]))
    return { status: 200, body: { reset: true } }
  },
}

/** Other data in place of the seed, which later resets go back to. */
export const swap: Endpoint = {
  method: 'POST',
  path: '/_emulator/seed',
  does: 'begin anew with the seed in the body',
  answer(world, { body }) {
    swapSeed(world, checkSeed(body))
    return { status: 200, body: { apps: [...world.apps.keys()] } }
  },
}
