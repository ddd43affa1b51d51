import type { CodeRow } from './row.ts'
import { caller, wait } from './row.ts'

/** Messages, conversations and archives. */
export const messages = {
  MESSAGE_NOT_FOUND: caller(404, 'There is no such message', 'Check which message is meant; it may have been deleted.'),
  MESSAGE_TOO_OLD: caller(
    409,
    'The message is too old for this',
    'Leave this one out: the time in which it could be done is over.',
  ),
  MESSAGE_DROPPED: wait(
    429,
    'Chat accepted the message and dropped it',
    'Send it again later, and messages to this group more slowly.',
    2,
  ),
  EARLIER_ITEM_FAILED: wait(
    409,
    'It was not sent, since something before it failed',
    'Mend what failed first, then send both again.',
  ),
  SENDER_MUTED: caller(409, 'The sender is muted', 'Lift the mute, or wait until it ends.'),
  NOT_RECALLABLE: caller(
    409,
    'This message can’t be recalled or deleted',
    'Leave this one out: its kind, or the group’s type, does not allow it.',
  ),
  ALREADY_RECALLED: caller(409, 'The message is recalled already', 'Nothing is left to do.'),
  NO_RECEIPT: caller(409, 'The message has no read receipt', 'Ask only for messages that were sent with one.'),
  NOT_EXTENSIBLE: caller(
    409,
    'The message takes no extensions',
    'Only a message that was sent as extensible can be extended.',
  ),
  VERSION_CONFLICT: caller(
    409,
    'Somebody else has changed it since it was read',
    'Read it again, and send the change with its new version.',
  ),
  CONVERSATION_GROUP_NOT_FOUND: caller(
    404,
    'There is no such conversation group',
    'Check its name; it may have been deleted.',
  ),
  CONVERSATION_GROUP_FULL: caller(
    409,
    'The conversation group is full',
    'Take conversations out first (1,000 at most).',
  ),
  CONVERSATION_GROUP_LIMIT: caller(
    409,
    'The account has as many conversation groups as it may',
    'Delete one first (20 at most).',
  ),
  PIN_LIMIT: caller(409, 'The account has pinned as many conversations as it may', 'Unpin one first.'),
  ARCHIVE_NOT_READY: wait(
    404,
    'There is no archive of this hour yet',
    'Ask again later; an hour without messages never has one.',
  ),
  ARCHIVE_EXPIRED: caller(410, 'The archive has expired', 'Fetch archives sooner: Chat keeps them only for some days.'),
} satisfies Record<string, CodeRow>
