import { type End, ok, refused, type Scene } from './friendships.ts'
import { limits } from './seed.ts'
import { type Account, newAccount } from './state.ts'
import type { AccountWords } from './words.ts'

/** Why an account is none of the app's own; the relationship chain tells more. */
export const stranger = (account: Account | undefined): string | undefined =>
  !account || account.isForeign ? 'ACCOUNT_NOT_FOUND' : undefined

export function importAccount({ app }: Scene, { userId, nick, avatarUrl }: AccountWords): End {
  const known = app.accounts.get(userId)
  if (!known && app.accounts.size >= limits.accounts) return refused('UNEXPLAINED_FAILURE')
  const account = known ?? newAccount(userId)
  app.accounts.set(userId, account)
  if (nick !== undefined) account.profile.Nick = nick
  if (avatarUrl !== undefined) account.profile.Image = avatarUrl
  return ok
}

/** What others keep of it goes with it. */
export function deleteAccount({ app }: Scene, userId: string): End {
  app.accounts.delete(userId)
  app.histories.delete(userId)
  for (const other of app.accounts.values()) {
    other.friends.delete(userId)
    other.blocked.delete(userId)
    other.asked.delete(userId)
  }
  return ok
}

export const checkAccount = ({ app }: Scene, userId: string): End => ({
  end: 'ok',
  adds: { imported: stranger(app.accounts.get(userId)) === undefined },
})

/** Nobody is online here. */
export const presence = (): End => ({ end: 'ok', adds: { presence: 'offline' } })

const fields = { nick: 'Nick', signature: 'SelfSignature', avatarUrl: 'Image', gender: 'Gender' } as const
const genders = { unknown: 'Gender_Type_Unknown', female: 'Gender_Type_Female', male: 'Gender_Type_Male' } as const

export function setProfile({ owner, body: { nick, signature, gender } }: Scene) {
  const given = { nick, signature, gender: gender && genders[gender] }
  for (const [name, value] of Object.entries(given))
    if (value !== undefined) owner.profile[fields[name as keyof typeof given]] = value
  return {}
}

const allows = { accept: 'accept', ask: 'confirm', deny: 'deny' } as const

/** All that is set, and what is set always. */
export function getProfile({ app }: Scene, userId: string): End {
  const { profile, allows: allowed } = app.accounts.get(userId)!
  const known = Object.entries(fields).flatMap(([name, tag]) => {
    const value = profile[tag]
    const ours = Object.entries(genders).find(([, word]) => word === value)?.[0]
    return value === undefined ? [] : [[name, ours ?? value]]
  })
  return { end: 'ok', adds: { profile: { nick: '', ...Object.fromEntries(known), friendRequests: allows[allowed] } } }
}

/** All users of a call, or none. */
export function whyNoTags({ app, body: { users = [] } }: Scene): string | undefined {
  for (const { userId, tags = [] } of users) {
    const account = app.accounts.get(userId)
    const why = stranger(account)
    if (why) return why
    if (new Set([...account!.tags, ...tags]).size > limits.tagsPerUser) return 'INVALID_REQUEST'
  }
  return undefined
}

export function addTags({ app }: Scene, { userId, tags = [] }: AccountWords): End {
  for (const tag of tags) app.accounts.get(userId)!.tags.add(tag)
  return ok
}

export const getTags = ({ app }: Scene, userId: string): End => ({
  end: 'ok',
  adds: { tags: [...app.accounts.get(userId)!.tags] },
})

export function push({ app, body: { elements = [] } }: Scene) {
  app.pushes.push(elements[0]!.text)
  return { answer: { taskId: MADE } }
}

/** Stands for what Chat, or the gateway, makes up. */
export const MADE = 'made'
