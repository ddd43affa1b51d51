import type { Account } from './account.ts'
import type { App } from './app.ts'

// The attributes of users, whose names the app gives in ten slots. https://trtc.io/document/37167

/** The slots that a name can be given in. */
export const slots = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']

/** Names the slots given; the others keep their names. */
export function nameAttributes({ attributeNames }: App, names: Array<[string, string]>): void {
  for (const [slot, name] of names) attributeNames.set(slot, name)
}

export function isAttribute({ attributeNames }: App, name: string): boolean {
  return [...attributeNames.values()].includes(name)
}

export function setAttributes({ attributes }: Account, given: Array<[string, string]>): void {
  for (const [name, value] of given) attributes.set(name, value)
}

export function removeAttributes({ attributes }: Account, names: string[]): void {
  for (const name of names) attributes.delete(name)
}

/** What an account has of the attributes that the app names now. */
export function attributesOf(app: App, { attributes }: Account): Array<[string, string]> {
  return [...attributes].filter(([name]) => isAttribute(app, name))
}
