import type { Account } from './account.ts'

// The tags of users, by which pushes choose. https://trtc.io/document/37173

/** How many tags an account would have with these beside its own. */
export function countWith({ tags }: Account, more: string[]): number {
  return new Set([...tags, ...more]).size
}

export function addTags({ tags }: Account, more: string[]): void {
  for (const tag of more) tags.add(tag)
}

export function removeTags({ tags }: Account, gone: string[]): void {
  for (const tag of gone) tags.delete(tag)
}

export function removeAllTags({ tags }: Account): void {
  tags.clear()
}
