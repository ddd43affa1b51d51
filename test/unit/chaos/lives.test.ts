import { describe, expect, test } from 'vitest'
import { checkAnswers, checkEffects } from '../../campaigns/chaos/check.ts'
import { forgedLetter } from '../../campaigns/chaos/forgeries.ts'
import { endingOf, type Story } from '../../campaigns/chaos/history.ts'
import { checkForged, checkLives, checkQuiet, isForged } from '../../campaigns/chaos/lives.ts'
import { answer, effect, story } from './stories.ts'

const told = (status: 'ok' | 'failed', at: number) => answer(status, at, { by: 'event' })
const job = (...heard: Parameters<typeof story>[1][]): Story => ({
  ...story('a', heard.flat() as never, { way: 'later' }),
  jobId: 'j',
})
const revived = job([told('failed', 200), told('failed', 210), told('ok', 300), told('ok', 310)])
const back = (letters: number) => new Map([['j', letters]])
const rulesOf = (one: Story, letters: number) => checkLives(one, back(letters)).map(({ rule }) => rule)

describe('a job that began anew', () => {
  test('has another ending for each letter that came back, and none without', () => {
    expect(rulesOf(revived, 1)).toEqual([])
    expect(rulesOf(revived, 0)).toEqual(['two answers'])
    expect([checkAnswers([revived], back(1)), checkAnswers([revived])]).toEqual([[], [expect.anything()]])
    expect(rulesOf(job([told('failed', 200), told('failed', 210)]), 0)).toEqual([])
  })
  test('had something left, and what it had done stays done', () => {
    expect(rulesOf(job([told('ok', 200), told('failed', 300)]), 1)).toEqual(['two answers'])
    const partly = (statuses: readonly string[], outcome: string, at: number) => ({
      ...told('failed', at),
      body: { requestId: 'r', outcome, results: statuses.map((status) => ({ userId: 'f0', status })) },
    })
    const first = partly(['ok', 'failed'], 'partial', 200)
    expect(rulesOf(job([first, partly(['ok', 'ok'], 'ok', 300)]), 1)).toEqual([])
    expect(rulesOf(job([first, partly(['failed', 'ok'], 'partial', 300)]), 1)).toEqual(['two answers'])
  })
  test('is what its last ending says, since that was told first', () => {
    expect(endingOf(revived)).toMatchObject({ statuses: ['ok'], at: 300, since: [300] })
  })
  test('does nothing twice: what was ok in its first life is not carried out in its second', () => {
    const results = [{ userId: 'f0', status: 'ok' }]
    const first = { ...told('failed', 200), body: { requestId: 'r', outcome: 'partial', retry: {}, results } }
    const again = job([first, told('ok', 300)])
    const effects = [effect('a'), effect('a', { arrivedAt: 250, doneAt: 260, random: '2' })]
    expect(checkEffects([again], effects.slice(0, 1), 1000, [])).toEqual([])
    expect(checkEffects([again], effects, 1000, []).map(({ rule }) => rule)).toEqual(['silent duplicate'])
  })
})

test('a queue that is never empty is found', () => {
  const line = '{"message":"doorbell handed back"}'
  expect(checkQuiet({ isQuiet: true }, [line])).toEqual([])
  const what = `messages stay in the queue of jobs: ${line}`
  expect(checkQuiet({ isQuiet: false }, ['{"message":"job"}', line])).toMatchObject([{ rule: 'no ending', what }])
})

const known = { jobId: 'j', operation: 'friends.update', app: 'default', body: { userId: 'u0' } }

describe('forged letters', () => {
  const resting = { reason: 'UNKNOWN_JOB', message: forgedLetter(known, 0, 'forged-1').body }

  test('stay, whoever has laid them down again, and nothing that they say is done', () => {
    expect(checkForged(['forged-1'], [effect('a')], [resting])).toEqual([])
    expect(checkForged(['forged-1'], [], [])).toMatchObject([{ rule: 'forged letter', what: 'forged-1 is gone' }])
    expect(checkForged(['forged-1'], [], [forgedAs('forged-11')])).toHaveLength(1)
    expect(checkForged(['forged-1'], [effect('forged-1')], [resting])).toMatchObject([
      { rule: 'forged letter', what: 'default/u0/f0/remark = forged-1 was done' },
    ])
  })
  test('are no letters of their jobs', () => {
    expect([isForged(resting), isForged({ reason: 'x', jobId: 'j' })]).toEqual([true, false])
  })
  test('are of every kind, of which one alone fits its job', () => {
    const all = Array.from({ length: 100 }, (_, index) => forgedLetter(known, index / 100, 'forged-0'))
    expect(new Set(all.map(({ body }) => body)).size).toBe(6)
    expect(new Set(all.flatMap(({ body, fits }) => (fits ? [body] : []))).size).toBe(1)
  })
  test('lie in the group of their job’s turn, which may be a family’s', () => {
    const groupOf = (operation: string, body: object) =>
      forgedLetter({ ...known, operation, body: { ...body } }, 0, 'forged-0').group
    expect(groupOf('accounts.delete', { userIds: ['a'] })).toBe(groupOf('accounts.import', { accounts: [] }))
    expect(groupOf('accounts.delete', { userIds: ['a'] })).not.toBe(groupOf('friends.update', { userId: 'a' }))
  })
})

const forgedAs = (name: string) => ({
  reason: 'x',
  message: forgedLetter({ ...known, jobId: 'j' }, 0, name).body,
})
