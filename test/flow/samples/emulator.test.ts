import { describe, expect, test } from 'vitest'
import { operations } from '../../../lib/operations/index.ts'
import { cases, type Sample } from '../../support/cases.ts'
import { before } from './before.ts'

/** The emulator's reply to what the sample sends. */
const replyTo = async (command: string, sample: Sample) => (await before(sample, command))(sample.sent)

const samples = [...cases].map(([name, { sample }]) => [name, sample] as const)
const commandOf = (name: string) => operations.get(name)!.path.split('/').at(-1)!
const printed = samples.filter(([, { apart }]) => apart === undefined)
const apart = samples.filter(([, sample]) => sample.apart !== undefined)

describe('the emulator answers the page’s sample as printed', () => {
  test.each(printed)('%s', async (name, sample) => {
    // As text, so that the order of the members counts.
    expect(JSON.stringify(await replyTo(commandOf(name), sample))).toBe(JSON.stringify(sample.reply))
  })
})

describe('the emulator answers the page’s sample with its members and its code, and says why with other values', () => {
  test.each(apart)('%s', async (name, sample) => {
    const reply = await replyTo(commandOf(name), sample)
    expect([Object.keys(reply), reply.ErrorCode]).toEqual([Object.keys(sample.reply), sample.reply.ErrorCode])
    expect(sample.apart?.length).toBeGreaterThan(20)
  })
})

test('friend_get_list’s sample is apart in bob’s nickname alone: an unset one is empty', async () => {
  const { sample } = cases.get('friends.get')!
  const reply = await replyTo('friend_get_list', sample)
  expect(reply.InfoItem?.[0]?.SnsProfileItem?.shift()).toEqual({ Tag: 'Tag_Profile_IM_Nick', Value: '' })
  expect(JSON.stringify(reply)).toBe(JSON.stringify(sample.reply))
})
