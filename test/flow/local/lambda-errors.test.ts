import { describe, expect, test } from 'vitest'
import { functionOf, poolOf, until } from './fixture.ts'

describe('what nobody catches', () => {
  const source = `const after = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
    const stray = { rejection: () => void Promise.reject(new RangeError('stray')), exception: () => setTimeout(() => { throw new RangeError('stray') }) }
    export const handler = async ({ how, when }) => {
      if (when === 'at once') stray[how]()
      if (when === 'during') { stray[how](); await after(1000) }
      if (when === 'after') {
        setTimeout(stray[how], 1)
        setInterval(() => console.log('still here'), 5)
      }
      return process.pid
    }`

  test.each([
    ['rejection', 'at once'],
    ['exception', 'during'],
  ])('a stray %s %s fails the invocation, and the next one gets a new instance', async (how, when) => {
    const pool = poolOf(functionOf(source), 1)
    const first = await pool.invoke({})
    await expect(pool.invoke({ how, when })).rejects.toMatchObject({ type: 'Runtime.ExitError' })
    expect(await pool.invoke({})).not.toBe(first)
  })

  test.each(['rejection', 'exception'])('a stray %s after the answer kills the next invocation', async (how) => {
    const lines: string[] = []
    const pool = poolOf(functionOf(source), 1, (line) => lines.push(line))
    const first = await pool.invoke({ how, when: 'after' })
    const isStray = (line: string) => line.includes('RangeError: stray')
    await until(() => lines.slice(lines.findIndex(isStray)).includes('still here') && lines.some(isStray))
    await expect(pool.invoke({})).rejects.toMatchObject({ type: 'Runtime.ExitError' })
    expect(await pool.invoke({})).not.toBe(first)
  })

  test('while it is loaded keeps the bundle from starting', async () => {
    const pool = poolOf(
      functionOf('Promise.reject(new Error("stray")); await new Promise(setImmediate); export const handler = 1'),
    )
    await expect(pool.warm()).rejects.toMatchObject({ type: 'Runtime.ExitError' })
  })
})

test('an error that leaves the handler is written down as Lambda does: its class’s name, and all its members', async () => {
  const source = `class a extends Error { name = 'Readable'; url = 'usersig=x' }
    export const handler = async () => { throw new a('no', { cause: new RangeError('why') }) }`
  const lines: string[] = []
  const pool = poolOf(functionOf(source), 1, (line) => lines.push(line))
  await expect(pool.invoke({})).rejects.toMatchObject({ type: 'Readable' })
  await until(() => lines.length > 0)
  expect(JSON.parse(lines.join(''))).toMatchObject({
    level: 'ERROR',
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    message: { errorType: 'a', errorMessage: 'no', name: 'Readable', url: 'usersig=x', stackTrace: expect.any(Array) },
  })
})
