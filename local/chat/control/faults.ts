import { commands } from '../commands/index.ts'
import { readFault } from '../faults.ts'
import type { World } from '../world/index.ts'
import type { ControlAnswer, Endpoint } from './endpoint.ts'

const path = '/_emulator/faults'

export const addFault: Endpoint = {
  method: 'POST',
  path,
  does: 'script the next answers',
  answer(world, { body }) {
    const names = commands.map((command) => command.name)
    world.faults.add(readFault(body, names, [...world.apps.keys()]))
    return pending(world)
  },
}

export const showFaults: Endpoint = {
  method: 'GET',
  path,
  does: 'the faults that still wait for calls',
  answer: pending,
}

export const clearFaults: Endpoint = {
  method: 'DELETE',
  path,
  does: 'forget them',
  answer(world) {
    world.faults.clear()
    return pending(world)
  },
}

function pending(world: World): ControlAnswer {
  return { status: 200, body: { pending: world.faults.pending() } }
}
