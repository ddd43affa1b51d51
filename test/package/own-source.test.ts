import { expect, test } from 'vitest'
import { OWN_SOURCE } from '../../lib/triggers/results/event-bus.ts'
import { packagedTemplate } from '../support/roles/packaged-template.ts'
import { holdersIn, Permissions } from '../support/roles/permissions.ts'

/** The packaged roles, judged as IAM judges them. */
const template = packagedTemplate()
const permissions = new Permissions(template, holdersIn(template))

const mayPut = (name: string, sources: readonly string[]): boolean => {
  const resource = 'arn:aws:events:eu-west-1:000000000000:event-bus/chat-gateway-dev'
  const context = sources.length > 0 ? { 'events:source': sources } : {}
  const deeds = [{ action: 'events:PutEvents', resource, context }]
  return 'used' in permissions.judge({ key: `chat-gateway-dev-${name}`, region: 'eu-west-1', deeds })!
}

test.each(['events', 'worker'])('the function %s puts events in the gateway’s name, and in nobody else’s', (name) => {
  expect(mayPut(name, [OWN_SOURCE])).toBe(true)
  expect(mayPut(name, [OWN_SOURCE, OWN_SOURCE])).toBe(true)
  expect(mayPut(name, ['crm'])).toBe(false)
  expect(mayPut(name, [OWN_SOURCE, 'crm'])).toBe(false)
})

test('a request that says nothing of its sources is no way past that, as all of none are the gateway’s', () => {
  expect([mayPut('events', []), mayPut('worker', [])]).toEqual([false, false])
})

test('the function that answers HTTP puts no event at all', () => {
  expect(mayPut('http', [OWN_SOURCE])).toBe(false)
})
