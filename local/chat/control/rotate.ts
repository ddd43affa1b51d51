import { flag, integer, Misread, member, oneOf, optional, record } from '../reading.ts'
import type { App } from '../world/app.ts'
import type { World } from '../world/index.ts'
import { rotationOrders } from '../world/rotation.ts'
import type { ControlAnswer, Endpoint } from './endpoint.ts'

/** A new key for an app, on both sides at once or one before the other. */
export const rotate: Endpoint = {
  method: 'POST',
  path: '/_emulator/rotate',
  does: 'a new key for an app',
  answer(world, { body }) {
    const root = { value: body, path: '' }
    const places = record(root, ['app', 'order', 'gapMs', 'finish'])
    const at = (key: string) => member(root, places, key)
    const name = oneOf(at('app'), [...world.apps.keys()])
    const app = world.apps.get(name)!
    const gapMs = optional(at('gapMs'), (place) => integer(place, 0, 3_600_000), undefined)
    if (optional(at('finish'), flag, false)) {
      if ('order' in places || gapMs !== undefined) throw new Misread(at('finish'), 'goes with app only')
      return finish(world, app)
    }
    return start(world, app, oneOf(at('order'), rotationOrders), gapMs)
  },
}

function start(
  world: World,
  app: App,
  order: (typeof rotationOrders)[number],
  gapMs: number | undefined,
): ControlAnswer {
  if (world.rotations.has(app)) return conflict(`a rotation of ${app.name} is under way: finish it first`)
  if (order === 'together' && gapMs !== undefined) {
    throw new Misread({ value: gapMs, path: 'gapMs' }, 'has no meaning with order together')
  }
  world.rotations.start(app, order, gapMs)
  if (order === 'together') return { status: 200, body: { app: app.name, changed: ['secret', 'chat'], next: null } }
  const sides = order === 'secret-first' ? ['secret', 'chat'] : ['chat', 'secret']
  const when = gapMs === undefined ? 'on finish' : `in ${gapMs} ms`
  return { status: 200, body: { app: app.name, changed: [sides[0]], next: { side: sides[1], when } } }
}

function finish(world: World, app: App): ControlAnswer {
  if (!world.rotations.has(app)) return conflict(`no rotation of ${app.name} is under way`)
  const changed = world.rotations.finish(app)
  return { status: 200, body: { app: app.name, changed: [changed], next: null } }
}

function conflict(error: string): ControlAnswer {
  return { status: 409, body: { error } }
}
