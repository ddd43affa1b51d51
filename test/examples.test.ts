import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '../lib/operations/index.ts'
import { type GuardedLocal, startGuardedLocal } from './support/roles/guarded-local.ts'

interface Example {
  readonly request: object
  readonly answer: object
}

let local: GuardedLocal
beforeAll(async () => {
  local = await startGuardedLocal()
})
afterAll(() => local.close())

/** In the order of docs/operations.md: what one writes a later one reads. */
test.each([...operations.keys()])('the example of %s is answered as docs/operations.md prints it', async (name) => {
  const place = name.replace('.', '/')
  const file = path.join(import.meta.dirname, 'cases', place, 'example.json')
  const { request, answer } = JSON.parse(readFileSync(file, 'utf8')) as Example
  const response = await fetch(`${local.url}/v1/${place}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  })
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ requestId: expect.any(String), ...answer })
})
