import type { CodeRow } from './row.ts'
import { caller } from './row.ts'

/** Friends, friend lists and the blocklist. */
export const friends = {
  NOT_A_FRIEND: caller(409, 'The two are not friends', 'Add the friend first, or leave this one out.'),
  ALREADY_FRIEND: caller(
    409,
    'The two are friends already',
    'Nothing is left to do; friends.update changes what is known of a friend.',
  ),
  NOT_BLOCKED: caller(409, 'The user is not on the blocklist', 'Nothing is left to do.'),
  ALREADY_BLOCKED: caller(409, 'The user is on the blocklist already', 'Nothing is left to do.'),
  FRIEND_LIMIT: caller(409, 'The account has as many friends as it may', 'Delete friends first (3,000 at most).'),
  FRIEND_LIST_LIMIT: caller(
    409,
    'The account has as many friend lists as it may',
    'Use an existing list or delete one first (32 at most).',
  ),
  PENDING_LIMIT: caller(409, 'Too many friend requests are pending', 'Wait until some are answered (100 at most).'),
  BLOCKLIST_LIMIT: caller(409, 'The blocklist is full', 'Unblock somebody first (1,000 at most).'),
  PEER_FRIEND_LIMIT: caller(
    409,
    'The other account has as many friends as it may',
    'The other side must delete friends first.',
  ),
  ADD_FORBIDDEN: caller(
    409,
    'The app forbids this account to add friends',
    'Lift AdminForbidType in the account’s profile.',
  ),
  ADD_DENIED: caller(409, 'The other account accepts no friend requests', 'The other side must change AllowType.'),
  AWAITING_CONSENT: caller(
    409,
    'The other account has been asked for consent',
    'Wait for the answer; do not send it again.',
  ),
  PEER_BLOCKED: caller(409, 'The other account is on this account’s blocklist', 'Unblock it first.'),
  BLOCKED_BY_PEER: caller(409, 'This account is on the other’s blocklist', 'The other side must unblock first.'),
  PENDING_REQUEST_NOT_FOUND: caller(404, 'There is no such pending request', 'It may have been answered already.'),
} satisfies Record<string, CodeRow>
