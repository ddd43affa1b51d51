import { unsureCodes } from '../../limits.ts'
import { Refusal } from '../../replies.ts'
import type { Condition } from '../../world/push-task.ts'
import type { CommandCall } from '../command.ts'
import { membersOf } from '../request.ts'
import { attributesGiven } from './attributes-given.ts'
import { tagsGiven } from './tags-given.ts'

/** Whom a push is for: by tags (90022 for one in both lists) or by attributes, not by both (90039); everybody where nothing is said. */
export function conditionOf(call: CommandCall): Condition {
  const { Condition: given = {} } = call.body
  const { TagsAnd, TagsOr, AttrsAnd, AttrsOr } = membersOf(given, unsureCodes.badPushMember)
  if ((TagsAnd ?? TagsOr) !== undefined && (AttrsAnd ?? AttrsOr) !== undefined) throw new Refusal(90039)
  const condition = {
    ...(TagsAnd === undefined ? {} : { tagsAnd: tagsGiven(call, TagsAnd) }),
    ...(TagsOr === undefined ? {} : { tagsOr: tagsGiven(call, TagsOr) }),
    ...(AttrsAnd === undefined ? {} : { attrsAnd: Object.fromEntries(attributesGiven(call, AttrsAnd)) }),
    ...(AttrsOr === undefined ? {} : { attrsOr: Object.fromEntries(attributesGiven(call, AttrsOr)) }),
  }
  if (condition.tagsAnd?.some((tag) => condition.tagsOr?.includes(tag))) throw new Refusal(90022)
  return condition
}
