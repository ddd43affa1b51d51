import { integer, type Place, record } from './reading.ts'

/**
 * Every number the emulator obeys, in one place; a seed overrides any of them under `limits`.
 * Sources: https://trtc.io/document/33521 (friends, lists, bytes), https://trtc.io/document/34381 (UserID),
 * https://trtc.io/document/34904 (calls a second, items).
 */
export const defaultLimits = {
  /** Calls a second, per app and command; more give 60007. */
  callsPerSecond: 200,
  /** Of the commands on lists of accounts, tags and attributes (https://trtc.io/document/34955, https://trtc.io/document/37173). */
  accountCallsPerSecond: 100,
  /** Of get_history (https://trtc.io/document/34885). */
  archiveCallsPerSecond: 10,
  /** Items of one batch call; more give 30001. */
  itemsPerCall: 1000,
  /** Accounts of one call of the account commands, portrait_get and the commands on tags and attributes. */
  accountsPerCall: 100,
  /** Accounts of one query_online_status; more give 90011. */
  statesPerCall: 500,
  /** Accounts an app may have; more give 70398. Our number: plans differ. */
  accounts: 1_000_000,
  /** How long a deleted UserID stays locked where the plan locks it ("three months"). */
  reimportLockMs: 90 * 24 * 3_600_000,
  /** How long a session that only pushes reach is told of. */
  pushOnlineMs: 7 * 24 * 3_600_000,
  friends: 3000,
  lists: 32,
  /** Names in one call of the group commands; more give 30001. */
  listNamesPerCall: 32,
  blocked: 1000,
  /** Requests an account has sent that still wait for consent; more give 30012. */
  pending: 100,
  /** Friends on a page of friend_get. Our number: none is published. */
  friendsPage: 100,
  /** Entries on a page of black_list_get where MaxLimited is left out or 0. Our number. */
  blockedPage: 100,
  userIdBytes: 32,
  remarkBytes: 96,
  listNameBytes: 30,
  wordingBytes: 256,
  customValueBytes: 500,
  profileValueBytes: 500,
  locationBytes: 16,
  /** Of attribute names, attribute values and tags. */
  tagBytes: 50,
  /** Tags of one user in one call, and of each list of a push's condition; more give 90032. */
  tagsPerCall: 10,
  tagsPerUser: 100,
  /** Pushes closer than this give 90024. */
  pushApartMs: 1000,
  /** More on one day (of UTC+8) give 90047. */
  pushesPerDay: 100,
  /** The longest MsgLifeTime of a push. */
  pushLifeSeconds: 604_800,
  /** Conversations on the list of the recent ones beside the pinned; apps may have 500 (https://trtc.io/document/43087). */
  recentConversations: 100,
  pinnedConversations: 50,
  /** Conversations on a page of get_list. Our number: none is published. */
  recentPage: 50,
  /** Conversation groups of an account; more give 51010. */
  contactGroups: 20,
  /** Conversations of one group; more give 51008. */
  contactsPerGroup: 1000,
  /** Conversations of an account that bear marks; more give 51008. */
  markedContacts: 1000,
  /** Conversations of one mark_contact; more, or none, give 51006. */
  marksPerCall: 100,
  /** Conversations of one search_contact_group. */
  contactsPerSearch: 300,
  /** Conversations on a page of get_contact_group. Our number: none is published. */
  contactsPage: 100,
  contactGroupBytes: 32,
  customMarkBytes: 256,
  /** How long after a one-to-one send its repeat is dropped ("one second", https://trtc.io/document/34919). */
  sendRepeatMs: 1000,
  /** MsgBody and CloudCustomData of a message together; more give 93000. */
  messageBytes: 12_288,
  /** The longest MsgLifeTime of a message. */
  messageLifeSeconds: 604_800,
  /** Accounts of one batchsendmsg; more give 90011. */
  recipientsPerCall: 500,
  /** A page of admin_getroammsg ends where its messages are larger (https://trtc.io/document/35478). */
  historyPageBytes: 13 * 1024,
  /** Accounts of one get_c2c_unread_msg_num. */
  unreadPeersPerCall: 10,
  /** Pairs of a message's extensions, of one write of them and of one page (https://trtc.io/document/51195). */
  extensionPairs: 300,
  extensionsPerCall: 20,
  extensionsPage: 200,
  extensionKeyBytes: 100,
  extensionValueBytes: 1000,
  /** More give 23003. */
  extensionWritesPerMinute: 200,
  /** Bots an app may have; more give 10008. */
  bots: 20,
  /** Days of figures that getappinfo tells of. */
  figureDays: 30,
  /** How long after its hour's end an archive is ready. The page speaks of an hour being over, and of no delay. */
  archiveDelayMs: 0,
  /** Older archives give 1005. Our number: plans differ. */
  archiveKeptMs: 7 * 24 * 3_600_000,
  /** How long an archive's address works. */
  archiveAddressMs: 24 * 3_600_000,
  /** Failed UserSigs of one admin within the window that still get their own code; more give 70050. Our number: none is published. */
  userSigFailures: 10,
  userSigWindowMs: 60_000,
  /** How long a write holds its From_Account; 0 makes writes instant, so that they can never conflict. Our number. */
  writeMs: 10,
  /** Largest request body taken, a guard of the emulator's memory: no such limit is published. */
  bodyBytes: 8 * 1024 * 1024,
}

export type Limits = typeof defaultLimits

/**
 * Codes where the pages name none, or where we are not sure which one comes. They are no limits, and a seed can't change them;
 * they stand here so that whoever knows better has one line to correct.
 */
export const unsureCodes = {
  /** portrait_set: a text of a custom field declared integer, or the reverse. */
  customFieldOfOtherType: 40001,
  /** portrait_set: Location over its 16 bytes, which are fewer than the 500 of 40601. */
  longLocation: 40605,
  /** setnospeaking: a time that is no uint32. */
  badMuteTime: 130001,
  /** Commands that change tags and attributes, and im_push: an account that was not imported. */
  unknownAccountOfPush: 90048,
  /** im_add_tag: a 101st tag of a user. */
  tooManyTagsOfUser: 90032,
  /** im_set_attr_name, im_set_attr: a name or a value that is empty or too long. */
  badAttributeText: 90030,
  /** create_contact_group, update_contact_group: a name that another group of the account has. */
  contactGroupExists: 50002,
  /** Commands on groups and marks: another side that is no account. */
  unknownContact: 50001,
  /** search_contact_group: no conversation, or more than 300. */
  badSearch: 50002,
  /** A member of a wrong type where the service names no code for it. */
  badPushMember: 90001,
  badMessageMember: 90001,
  /** sendmsg and modify_c2c_msg: a sender that was not imported. */
  unknownSender: 20003,
  /** modify_c2c_msg: no such message, or one that was recalled. */
  noMessageToModify: 20022,
  /** batchsendmsg: all recipients failed, whatever each failed for. */
  nobodyReached: 90012,
  /** set_key_values: the 301st pair of a message. */
  tooManyPairs: 10004,
}

/** Likewise words that page, sample and SDK spell differently. */
export const unsureWords = {
  /** query_online_status: the member that holds the account's own state; `State` in the sample. */
  accountState: 'Status',
}

/** A page of nothing would never come to an end. */
const positive = ['friendsPage', 'blockedPage', 'extensionsPage', 'recentPage', 'contactsPage']

/** Limits of a seed: the defaults with the overrides at `place`; throws Misread on an unknown name or a bad number. */
export function readLimits(place: Place): Limits {
  if (place.value === undefined) return { ...defaultLimits }
  const given = record(place, Object.keys(defaultLimits))
  const overrides = Object.entries(given).map(([name, at]) => [name, integer(at, positive.includes(name) ? 1 : 0)])
  return { ...defaultLimits, ...Object.fromEntries(overrides) }
}
