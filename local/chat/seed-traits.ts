import type { Limits } from './limits.ts'
import { entries, integer, list, Misread, member, oneOf, optional, type Place, record, text } from './reading.ts'
import type { Account } from './world/account.ts'
import type { App } from './world/app.ts'
import { isAttribute, setAttributes } from './world/attributes.ts'
import type { Mute, Mutes } from './world/mutes.ts'
import { fieldRuleOf, misfitOf, setField } from './world/profile.ts'
import { type Platform, type Presence, platforms, presences } from './world/sessions.ts'
import { addTags } from './world/tags.ts'

/** What an account is beside its relations, as a seed writes it. */
export interface SeedTraits {
  /** Standard profile fields by the end of their tag, such as `Gender`. */
  profile?: Record<string, string | number>
  sessions?: Partial<Record<Platform, { presence?: Presence; since?: number }>>
  mutes?: Partial<Mutes>
  tags?: string[]
  attributes?: Record<string, string>
}

export const traitMembers = ['profile', 'sessions', 'mutes', 'tags', 'attributes'] as const

/** Reads these members of an account, which stand at `at`. */
export function readTraits(
  app: App,
  limits: Limits,
  account: Account,
  at: (key: (typeof traitMembers)[number]) => Place,
): void {
  for (const [name, place] of optional(at('profile'), entries, [])) {
    const tag = `Tag_Profile_IM_${name}`
    const rule = fieldRuleOf(app, tag)
    if (!rule) throw new Misread(place, 'is no standard profile field')
    if (misfitOf(rule, place.value, limits)) throw new Misread(place, 'is no value of this profile field')
    setField(account, tag, place.value as string | number)
  }
  for (const [platform, session] of optional(at('sessions'), entries, [])) {
    account.sessions.set(oneOf({ ...session, value: platform }, platforms), readSession(session))
  }
  const mutes = at('mutes')
  const muted = optional(mutes, (given) => record(given, Object.keys(account.mutes)), {})
  for (const where of ['oneToOne', 'group'] as const) {
    account.mutes[where] = optional(member(mutes, muted, where), readMute, 0)
  }
  addTags(
    account,
    optional(at('tags'), (tags) => list(tags, text), []),
  )
  for (const [name, value] of optional(at('attributes'), entries, [])) {
    if (!isAttribute(app, name)) throw new Misread(value, 'is not named among the attributeNames of the app')
    setAttributes(account, [[name, text(value)]])
  }
}

function readSession(place: Place) {
  const places = record(place, ['presence', 'since'])
  return {
    presence: optional(member(place, places, 'presence'), (given) => oneOf(given, presences), 'Online' as const),
    since: optional(member(place, places, 'since'), (since) => integer(since, 0), undefined),
  }
}

/** Unix seconds, or without an end. */
function readMute(place: Place): Mute {
  return place.value === 'forever' ? 'forever' : integer(place, 0) * 1000
}
