import { describe, expect, test } from 'vitest'
import { checkAnswers, checkEffects, checkFinalState } from '../../campaigns/chaos/check.ts'
import type { Effect } from '../../campaigns/chaos/effects.ts'
import type { Story } from '../../campaigns/chaos/history.ts'
import { answer, effect, story } from './stories.ts'

const TIMEOUT_MS = 1000

const broken = (stories: readonly Story[], effects: readonly Effect[], kills: readonly number[] = []) =>
  checkEffects(stories, effects, TIMEOUT_MS, kills).map(({ rule }) => rule)

const again = (more: Partial<Effect> = {}) => effect('a', { arrivedAt: 170, doneAt: 180, random: '2', ...more })

describe('what is true is no violation', () => {
  test.each<[string, Story, Effect[]]>([
    ['an ok that was carried out', story('a', 'ok'), [effect('a')]],
    ['an ok of which nobody knows whether it was', story('a', 'ok'), [effect('a', { isSure: false })]],
    ['a failure of nothing', story('a', 'failed'), []],
    ['an unknown of anything', story('a', 'unknown'), [effect('a', { arrivedAt: 900, doneAt: 910 })]],
    ['a repeat after a reply that was lost', story('a', 'ok'), [effect('a', { trouble: 'reset' }), again()]],
    ['a repeat after a time-out', story('a', 'ok', {}), [effect('a', { arrivedAt: -900 }), again()]],
  ])('%s', (_, one, effects) => {
    expect(broken([one], effects)).toEqual([])
  })

  test('a repeat after whoever had the reply was killed', () => {
    expect(broken([story('a', 'ok')], [effect('a'), again()], [165])).toEqual([])
    expect(broken([story('a', 'ok')], [effect('a'), again()], [175])).toEqual(['silent duplicate'])
  })

  test('an ok that a later value overtook', () => {
    const body = { requestId: 'r', outcome: 'ok', results: [{ userId: 'f0', status: 'ok', superseded: true }] }
    const overtaken = story('a', [answer('ok', 200, { by: 'event', body })], { way: 'event' })
    expect(broken([overtaken], [effect('b')])).toEqual([])
    expect(broken([overtaken], [])).toEqual(['false ok'])
  })
})

describe('what is false is found', () => {
  test.each<[string, string, Story, Effect[]]>([
    ['false ok', 'an ok of nothing', story('a', 'ok'), []],
    ['false ok', 'an ok of another value', story('a', 'ok'), [effect('b')]],
    ['false ok', 'an ok before it was done', story('a', 'ok'), [effect('a', { arrivedAt: 190, doneAt: 210 })]],
    ['false ok', 'an ok of what was done before it was asked for', story('a', 'ok'), [effect('a', { doneAt: 90 })]],
    ['false failed', 'a failure of what was done', story('a', 'failed'), [effect('a')]],
    [
      'false failed',
      'a failure of what was done later',
      story('a', 'failed'),
      [effect('a', { arrivedAt: 150, doneAt: 400 })],
    ],
    ['silent duplicate', 'again, after a clean reply', story('a', 'ok'), [effect('a'), again()]],
    [
      'silent duplicate',
      'again, after the answer',
      story('a', 'ok'),
      [effect('a'), again({ arrivedAt: 300, doneAt: 310, trouble: 'x' })],
    ],
  ])('%s: %s', (rule, _, one, effects) => {
    expect(broken([one], effects)).toContain(rule)
  })

  test('what must not be repeated, twice, whatever lay between', () => {
    const told = answer('unknown', 200, { body: { requestId: 'r', outcome: 'unknown' } })
    const one = story('', [told], { operation: 'friends.delete-all', body: { app: 'default', userId: 'u0' } })
    const cell = 'default/u0//friends.delete-all'
    const twice = [effect('', { cell, trouble: 'reset' }), again({ cell, value: '', trouble: 'reset' })]
    expect(broken([one], twice)).toEqual(['silent duplicate'])
    expect(broken([one], twice.slice(1))).toEqual([])
  })
})

describe('the last word', () => {
  test('is the first answer that stands: what did nothing leaves its key free', () => {
    const freed = story('a', [answer('failed', 120), answer('ok', 200)], { way: 'keyed' })
    expect(broken([freed], [effect('a')])).toEqual([])
  })
  test('is none where only the platform spoke, or another try was under way', () => {
    const platform = { at: 200, by: 'answer', status: 500, body: { message: 'Internal Server Error' } } as const
    const busy = {
      at: 200,
      by: 'answer',
      status: 409,
      body: { requestId: 'r', code: 'IDEMPOTENCY_IN_PROGRESS' },
    } as const
    expect(broken([story('a', [platform])], [effect('a')])).toEqual([])
    expect(broken([story('a', [busy, platform], { way: 'keyed' })], [effect('a')])).toEqual([])
    // Each try was refused before anything was done.
    expect(broken([story('a', [busy], { way: 'keyed' })], [effect('a')])).toEqual(['false failed'])
  })
  test('of queued work is its result, not its acceptance', () => {
    const accepted = { at: 120, by: 'answer', status: 202, body: { jobId: 'j' } } as const
    const later = story('a', [accepted, answer('ok', 200, { by: 'event' })], { way: 'later' })
    expect(broken([later], [effect('a')])).toEqual([])
    expect(broken([story('a', [accepted], { way: 'later' })], [])).toEqual([])
  })
})

describe('the state at the end', () => {
  const lost = (stories: readonly Story[], stands: string | undefined) =>
    checkFinalState(stories, () => stands).map(({ rule, what }) => `${rule}: ${what}`)
  const second = (status: 'ok' | 'failed' | 'unknown', startedAt: number): Story => ({
    ...story('b', [answer(status, startedAt + 100)], { number: 2 }),
    startedAt,
  })

  test('is the last acknowledged value, or one that was under way at the same time', () => {
    expect(lost([story('a', 'ok')], 'a')).toEqual([])
    expect(lost([story('a', 'ok'), second('ok', 300)], 'b')).toEqual([])
    expect(lost([story('a', 'ok'), second('ok', 150)], 'a')).toEqual([])
    expect(lost([story('a', 'unknown'), second('ok', 300)], 'a')).toEqual([])
  })
  test('is not an older one, nor none', () => {
    expect(lost([story('a', 'ok'), second('ok', 300)], 'a')).toHaveLength(1)
    expect(lost([story('a', 'ok')], undefined)).toHaveLength(1)
    expect(lost([story('a', 'ok')], 'of nobody')).toHaveLength(1)
  })
})

describe('answers', () => {
  const rulesOf = (one: Story) => checkAnswers([one]).map(({ rule }) => rule)
  const results = (...userIds: string[]) => ({
    body: { requestId: 'r', outcome: 'ok', results: userIds.map((userId) => ({ userId, status: 'ok' })) },
  })
  test('have one verdict for each item, in order', () => {
    expect(rulesOf(story('a', [answer('ok', 200, results('f0'))]))).toEqual([])
    for (const wrong of [results(), results('f0', 'f0'), results('f1')]) {
      expect(rulesOf(story('a', [answer('ok', 200, wrong)]))).toEqual(['not one verdict each'])
    }
  })
  test('of an event may be two only where each delivery was refused at the door', () => {
    const refused = (requestId: string) =>
      answer('failed', 200, { by: 'event', body: { requestId, outcome: 'failed' } })
    const twice = story('a', [refused('r'), refused('s')], { way: 'event' })
    expect(rulesOf(twice)).toEqual([])
    expect(rulesOf({ ...twice, jobId: 'j' })).toEqual(['two answers'])
  })
  test('under one key are one', () => {
    const other = { body: { requestId: 's', outcome: 'ok', results: [{ userId: 'f0', status: 'ok' }] } }
    const keyed = (...told: Parameters<typeof story>[1][]) => story('a', told.flat() as never, { way: 'keyed' })
    expect(rulesOf(keyed([answer('ok', 200)], [answer('ok', 300)]))).toEqual([])
    expect(rulesOf(keyed([answer('failed', 150)], [answer('ok', 200)]))).toEqual([])
    expect(rulesOf(keyed([answer('ok', 200)], [answer('ok', 300, other)]))).toEqual(['two answers'])
  })
})
