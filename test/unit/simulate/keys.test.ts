import { describe, expect, test } from 'vitest'
import { KeyedAnswers } from '../../campaigns/simulate/check/keys.ts'

describe('what has a key', () => {
  const first = { status: 200, text: 'done', isReplayed: false, effects: 1, isKept: true, isUnstored: false }
  const replay = { ...first, isReplayed: true, effects: 0 }

  test.each<[string, object[]]>([
    ['the work done twice', [first, first]],
    ['another answer', [first, { ...replay, text: 'other' }]],
    ['another status', [first, { ...replay, status: 207 }]],
    ['a replay that does the work', [{ ...replay, effects: 1 }]],
    ['other work after a replay', [replay, { text: 'other' }]],
    ['its body taken for another one', [{ ...replay, isReplayed: false, isKept: false, status: 422 }]],
    ['the same work twice after a replay', [replay, first, first]],
  ])('%s is found', (_, answers) => {
    const keys = new KeyedAnswers()
    const faults = answers.map((one) => keys.faultOf('k', { ...first, ...one }))
    expect(faults.at(-1)).toBeDefined()
    expect(faults.slice(0, -1)).toEqual(faults.slice(0, -1).map(() => undefined))
  })

  test('a replay of the same is right, and so is new work after what is not kept or could not be', () => {
    const keys = new KeyedAnswers()
    expect(keys.faultOf('k', { ...first, isKept: false })).toBeUndefined()
    expect(keys.faultOf('k', { ...first, isUnstored: true })).toBeUndefined()
    expect(keys.faultOf('k', first)).toBeUndefined()
    expect(keys.faultOf('k', replay)).toBeUndefined()
    expect(keys.faultOf('another', first)).toBeUndefined()
  })

  test('a repeat may be answered before the request that did the work', () => {
    const keys = new KeyedAnswers()
    expect(keys.faultOf('k', replay)).toBeUndefined()
    expect(keys.faultOf('k', first)).toBeUndefined()
  })
})
