import { unsureCodes } from '../../limits.ts'
import { fieldRuleOf, isStandard, misfitOf } from '../../world/profile.ts'
import type { CommandCall } from '../command.ts'

/** Why a field can't be read: 40009 where nobody knows it, 40007 where the app hides it; else 0. */
export function readFault({ app }: CommandCall, tag: string): number {
  if (!fieldRuleOf(app, tag)) return 40009
  return app.writeOnlyProfileTags.includes(tag) ? 40007 : 0
}

/** Why a field can't be given this value; else 0. */
export function writeFault({ app, limits }: CommandCall, tag: string, value: unknown): number {
  const rule = fieldRuleOf(app, tag)
  if (!rule) return 40009
  if (app.readOnlyProfileTags.includes(tag)) return 40008
  const misfit = misfitOf(rule, value, limits)
  if (misfit === 'type') return isStandard(tag) ? 40610 : unsureCodes.customFieldOfOtherType
  if (misfit === 'length') return tag === 'Tag_Profile_IM_Location' ? unsureCodes.longLocation : 40601
  if (misfit === 'value') return isStandard(tag) ? 40605 : unsureCodes.customFieldOfOtherType
  return 0
}
