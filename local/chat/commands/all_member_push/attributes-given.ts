import { unsureCodes } from '../../limits.ts'
import { Refusal } from '../../replies.ts'
import { isAttribute } from '../../world/attributes.ts'
import type { CommandCall } from '../command.ts'
import { fits, membersOf } from '../request.ts'

/** Attributes with their values: 90033 for one that the app does not name. */
export function attributesGiven(call: CommandCall, value: unknown): Array<[string, string]> {
  const members = membersOf(value, unsureCodes.badPushMember)
  return Object.entries(members).map(([name, text]) => [attributeNamed(call, name), attributeText(call, text)])
}

export function attributeNamed({ app }: CommandCall, name: unknown): string {
  if (typeof name !== 'string' || !isAttribute(app, name)) throw new Refusal(90033)
  return name
}

/** A name or a value of an attribute. */
export function attributeText({ limits }: CommandCall, text: unknown): string {
  if (typeof text !== 'string') throw new Refusal(unsureCodes.badPushMember)
  if (!fits(text, 1, limits.tagBytes)) throw new Refusal(unsureCodes.badAttributeText)
  return text
}
