import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findingsIn } from '../../lib/triggers/http/json-scan.ts'
import { readJson } from '../../lib/triggers/http/json-text.ts'
import { workingTime } from '../support/time-taken.ts'

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
const doubledIn = async (text: string) => [...((await readJson(text)).doubled ?? [])].map(({ pointer }) => pointer)

describe('what is no JSON is told with line and column, whatever is broken', () => {
  test.each([
    ['{"userId":', 'is not JSON: it ends too early (line 1 column 11)'],
    ['{"userId":"al', 'is not JSON: it ends too early (line 1 column 14)'],
    ['{"userId":"al\\', 'is not JSON (line 1 column 14)'],
    ['[', 'is not JSON: it ends too early (line 1 column 2)'],
    ['{\n  "userId": "alice",\n}', 'is not JSON (line 3 column 1)'],
    ['{\n  "userId": NaN\n}', 'is not JSON (line 2 column 13)'],
    ['{\r\n  "a": 1\r\n  "b": 2}', 'is not JSON (line 3 column 3)'],
    ["{'userId':'id'}", 'is not JSON (line 1 column 2)'],
    ['{userId:1}', 'is not JSON (line 1 column 2)'],
    ['{"a" 1}', 'is not JSON (line 1 column 6)'],
    ['{"a":1]', 'is not JSON (line 1 column 7)'],
    ['[1}', 'is not JSON (line 1 column 3)'],
    ['[1 2]', 'is not JSON (line 1 column 4)'],
    ['[1,]', 'is not JSON (line 1 column 4)'],
    ['[,1]', 'is not JSON (line 1 column 2)'],
    ['{"a":01}', 'is not JSON (line 1 column 7)'],
    ['{"a":1.}', 'is not JSON (line 1 column 7)'],
    ['{"a":+1}', 'is not JSON (line 1 column 6)'],
    ['{"a":tru}', 'is not JSON (line 1 column 6)'],
    ['{"a":"\t"}', 'is not JSON (line 1 column 7)'],
    ['{"a":"\n"}', 'is not JSON (line 1 column 7)'],
    ['{"a":"\\x"}', 'is not JSON (line 1 column 7)'],
    ['{"a":"\\u12g4"}', 'is not JSON (line 1 column 7)'],
    ['{}{}', 'is not JSON (line 1 column 3)'],
    ['{"a":1} // done', 'is not JSON (line 1 column 9)'],
    ['undefined', 'is not JSON (line 1 column 1)'],
    ['\ufeff{}', 'is not JSON (line 1 column 1)'],
    ['', 'is empty; send a JSON object'],
    [' \n', 'is empty; send a JSON object'],
  ])('%j %s', async (text, message) => {
    const refusal = expect.objectContaining({ parts: expect.objectContaining({ errors: [{ pointer: '', message }] }) })
    await expect(readJson(text)).rejects.toThrow(refusal)
  })

  test('and nothing else is: spoilt texts are read as the platform reads them', () => {
    const spoils = fc.constantFrom('', '"', '\\', '{', '}', '[', ']', ',', ':', '0', '-', '.', 'e', 'u', '\n', '\u0001')
    const spoilt = fc.tuple(fc.json({ maxDepth: 3 }), fc.nat(), spoils, fc.nat(2)).map(([text, place, what, cut]) => {
      const at = place % (text.length + 1)
      return text.slice(0, at) + what + text.slice(at + cut)
    })
    let broken = 0
    fc.assert(
      fc.property(spoilt, (text) => {
        const fault = [...findingsIn(text)].find(({ pointer }) => pointer === undefined)
        if (fault) broken += 1
        expect(fault === undefined).toBe(isJson(text))
        // Up to there it could still have become JSON, so what went wrong stands there and not before it.
        expect(fault?.at ?? 0).toBeLessThanOrEqual(text.length)
      }),
      { numRuns: 3000, seed: 6 },
    )
    expect(broken).toBeGreaterThan(500)
  })
})

describe('a member that stands twice in one object is found', () => {
  test.each([
    ['{"userId":"alice","userId":"bob"}', ['/userId']],
    ['{"a":1,"\\u0061":2}', ['/a']],
    ['{"a":1,"a":2,"a":3}', ['/a', '/a']],
    ['{"a":{"a":1},"b":{"a":1}}', []],
    ['[{"a":1},{"a":1}]', []],
    ['{"a":":","b":"\\":","c":"\\\\"}', []],
    ['{"x":[0,{"y":[[],{"z":1,"z":2}]}]}', ['/x/1/y/1/z']],
    ['{"a/b":1,"a~c":{"d":1,"d":2},"a/b":1}', ['/a~0c/d', '/a~1b']],
    ['{"__proto__":1,"__proto__":2}', ['/__proto__']],
    ['{"":1, "" : 2}', ['/']],
    ['{"a" \n:1,"a"\t: 2}', ['/a']],
    ['"a:b"', []],
    ['7', []],
  ])('%j: %j', async (text, pointers) => expect(await doubledIn(text)).toEqual(pointers))

  test('with a message, and the value as the platform has it', async () => {
    const { value, doubled = [] } = await readJson('{"a":1,"a":2}')
    expect([value, ...doubled]).toEqual([{ a: 2 }, { pointer: '/a', message: 'stands here for the second time' }])
  })

  test('wherever generated objects hold one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 2 }), async (text, value) => {
        expect((await readJson(text)).doubled).toBeUndefined()
        const members = `"n":${JSON.stringify(value)},"m":0,"n":${text}`
        expect(await doubledIn(`[${text},{${members}}]`)).toEqual(['/1/n'])
      }),
      { numRuns: 500, seed: 3 },
    )
  })

  test('at a depth, and in numbers, that only an attacker sends', async () => {
    const depth = 50_000
    const deep = `${'{"a":'.repeat(depth)}{"b":1,"b":2}${'}'.repeat(depth)}`
    expect(await doubledIn(deep)).toEqual([`${'/a'.repeat(100)}…`])
    const many = `{${'"a":0,'.repeat(300_000)}"a":0}`
    const taken = workingTime()
    expect(await doubledIn(many)).toHaveLength(300_000)
    expect(taken()).toBeLessThan(2000)
  })

  test('at every depth for little more than side by side', async () => {
    const count = 40_000
    const msOf = async (text: string): Promise<number> => {
      const before = process.cpuUsage()
      expect(await doubledIn(text)).toHaveLength(count)
      return process.cpuUsage(before).user / 1000
    }
    const beside = `{"a":0${',"a":{}'.repeat(count)}}`
    const within = `${'{"a":1,"a":'.repeat(count)}1${'}'.repeat(count)}`
    await msOf(beside)
    const withinMs = await msOf(within)
    expect(withinMs).toBeLessThan(50 + 4 * (await msOf(beside)))
  })
})

test('an error of reading is the caller’s', async () => {
  await expect(readJson('{')).rejects.toMatchObject({
    code: 'INVALID_REQUEST',
    message: 'The body is not JSON: it ends too early (line 1 column 2)',
  })
})
