import { unsureCodes } from '../../limits.ts'
import { Refusal } from '../../replies.ts'
import type { CommandCall } from '../command.ts'
import { entriesOf, fits } from '../request.ts'

/** A list of tags: 90032 for more than ten, 90040 for an empty one, 90020 for one over 50 bytes; a repeated one counts once. */
export function tagsGiven({ limits }: CommandCall, value: unknown): string[] {
  const bad = unsureCodes.badPushMember
  const tags = entriesOf(value, limits.tagsPerCall, { bad, tooMany: 90032 })
  for (const tag of tags) {
    if (typeof tag !== 'string') throw new Refusal(bad)
    if (tag === '') throw new Refusal(90040)
    if (!fits(tag, 1, limits.tagBytes)) throw new Refusal(90020)
  }
  return [...new Set(tags as string[])]
}
