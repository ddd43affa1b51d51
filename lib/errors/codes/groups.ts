import type { CodeRow } from './row.ts'
import { caller } from './row.ts'

/** Groups, their members, topics, attributes and counters. */
export const groups = {
  GROUP_NOT_FOUND: caller(404, 'There is no such group', 'Check the group’s id; it may have been deleted.'),
  NOT_ALLOWED_IN_GROUP: caller(
    409,
    'The group’s type, or the account’s role in it, does not allow this',
    'Check the type of the group, and who acts in it.',
  ),
  ID_TAKEN: caller(409, 'Another group or topic has this id', 'Choose another id, or leave it out to be given one.'),
  ALREADY_MEMBER: caller(409, 'The user is a member already', 'Nothing is left to do.'),
  MEMBER_OFFLINE: caller(
    409,
    'The user is not in the live group now',
    'Leave this one out, or wait until the user has entered.',
  ),
  GROUP_FULL: caller(
    409,
    'The group has as many members as it may',
    'Delete members first, or raise the group’s limit.',
  ),
  GROUP_LIMIT: caller(
    409,
    'The account has created or joined as many groups as it may',
    'Leave or delete a group first, or change the app’s plan.',
  ),
  TOPIC_NOT_FOUND: caller(404, 'There is no such topic', 'Check the topic’s id; it may have been deleted.'),
  ATTRIBUTE_NOT_FOUND: caller(404, 'The group has no such attribute', 'Check the key; it may have been deleted.'),
  ATTRIBUTE_LIMIT: caller(
    409,
    'The group has as many attributes as it may',
    'Delete attributes first (16 of 16,000 bytes together at most).',
  ),
  COUNTER_LIMIT: caller(409, 'The group has as many counters as it may', 'Delete counters first (20 at most).'),
} satisfies Record<string, CodeRow>
