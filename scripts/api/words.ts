import { type Schema, takes } from './takes.ts'

/** What members mean that stand in many bodies and answers; each one's own page tells of the rest. */
const meanings: Readonly<Record<string, string>> = {
  app: 'Which app of yours is meant; left out, it is the default app.',
  userId: 'A UserID: of the account acted for or, inside an item, of the account that the item is about.',
  userIds: 'UserIDs of accounts.',
  friendIds: 'UserIDs of friends.',
  friends: 'Friends of the account.',
  remark: 'What the account calls the friend.',
  remarkedAt: 'When the remark was written.',
  list: 'The friend list that the friend is put into.',
  lists: 'Names of friend lists.',
  name: 'How it is called.',
  count: 'How many friends the list has.',
  source: 'Where the friend was met, in a word without Chat’s prefix.',
  wording: 'What the friend was told when asked.',
  addedAt: 'Since when they are friends.',
  profile: 'Fields of the profile.',
  relation:
    'Who of the two has the other: the account (`outgoing`), the other (`incoming`), both (`mutual`) or neither.',
  blocked: 'The accounts that are blocked.',
  blockedAt: 'Since when the account is blocked.',
  total: 'How many there are on all pages together.',
  imported: 'Whether the account is there.',
  nick: 'The name that the account shows.',
  avatarUrl: 'Where its picture is.',
  signature: 'What the account says of itself.',
  gender: 'The gender that the account shows.',
  birthday: 'The birthday, as a number that the app chooses.',
  location: 'The place that the account shows.',
  language: 'The language, as a number that the app chooses.',
  level: 'The level, as a number that the app chooses.',
  role: 'The role, as a number that the app chooses.',
  messageSettings: 'How messages are received, in Chat’s number.',
  friendRequests: 'What becomes of a request to be friends.',
  mayAddFriends: 'Whether the account may add friends.',
  platforms: 'On which platforms the account is, and how.',
  platform: 'The platform.',
  presence: 'Whether the account is there.',
  oneToOne: 'Of messages to single accounts.',
  group: 'Of messages to groups.',
  muted: 'Whether the account may not send.',
  seconds: 'How long, in seconds.',
  forever: 'Without an end.',
  lift: 'It ends now.',
  names: 'What the attributes are called, by their slots.',
  attributes: 'Values of attributes, by their names.',
  tags: 'Tags of accounts.',
  audience: 'Who gets it.',
  offlinePush: 'What phones show of it while the app is not open.',
  enabled: 'Whether phones show it.',
  taskId: 'How Chat calls the push.',
  addresses: 'Addresses of Chat’s servers.',
  days: 'One for each day.',
  date: 'Which day.',
  kind: 'Which kind is meant.',
  files: 'The files of the archive.',
  url: 'Where it is.',
  uuid: 'How Chat calls the file.',
  width: 'Pixels from left to right.',
  height: 'Pixels from top to bottom.',
  bytes: 'Its size in bytes.',
  md5: 'The MD5 sum of the file.',
  gzipBytes: 'The size of the packed file in bytes.',
  gzipMd5: 'The MD5 sum of the packed file.',
  expiresAt: 'Until when it can be fetched.',
  format: 'The format of the file.',
  sizes: 'The picture in several sizes.',
  thumbnail: 'A picture of it.',
  index: 'Which face is meant, in the app’s own numbers.',
  latitude: 'Degrees to the north.',
  longitude: 'Degrees to the east.',
  jobId: 'How the job is called.',
  operation: 'Which operation is meant.',
  state: 'How far it is, or what became of it.',
  createdAt: 'When it was accepted.',
  finishedAt: 'When it ended.',
  operations: 'Every operation there is.',
  commit:
    'The commit it was built from; it ends in `-dirty` where the files differed from it, and is `unknown` where nothing tells it.',
  appName: 'How the app is called.',
  company: 'Whose app it is.',
  type: 'Of which kind it is.',
  title: 'Its title, in a few words.',
  status: 'What became of it: an HTTP status or, of an item, a word.',
  code: 'What is wrong: a word of ours or, in `upstream`, Chat’s number.',
  subject: 'Which account is missing.',
  message: 'What is wrong, and what to do.',
  error: 'Why it is not done.',
  upstream: 'What Chat said, where it was asked.',
  info: 'Chat’s own words.',
  display: 'What Chat would show to a user.',
  httpStatus: 'The HTTP status that came in place of Chat’s answer.',
  errors: 'Every fault of the body.',
  errorsOmitted: 'How many faults more there are.',
  pointer: 'Where in the body (JSON Pointer).',
  ok: 'Items that are done.',
  pending: 'Items that wait for the other side’s consent.',
  failed: 'Items that are not done.',
  unknown: 'Items of which nobody knows whether they are done.',
  repeated: 'Says that an earlier request for the same may have taken effect: what it did then counts as done.',
  confirm: 'What is done here cannot be undone: nothing happens without the operation’s own name in this place.',
  cursor: 'Of a page: where the next one begins. Asked with it, and otherwise the same body, the next page comes.',
  clientMessageId: 'Tells one send from another: two requests with the same one are the same send.',
  mutual: 'Whether both sides are meant, or the account’s own alone.',
  force: 'Adds without asking the other side for its consent.',
  custom:
    'Fields of the app’s own, by their names: at most 20, unless the gateway is set otherwise (`MAX_CUSTOM_FIELDS`).',
  fields: 'What is to be read.',
  limit: 'How many a page has at most.',
  withFriends: 'Whether the members of each list are told as well.',
  withPlatforms: 'Whether it is told on which platforms an account is there.',
  everyone: 'All users of the app.',
  all: 'Whoever has all of these.',
  any: 'Whoever has at least one of these.',
  elements: 'What the message is made of, part by part.',
  peerId: 'A UserID: of the account at the other end of the chat.',
  peerIds: 'UserIDs of the accounts at the other ends.',
  groupId: 'The id of a group.',
  conversations: 'Conversations of the account: each with another account (`peerId`) or in a group (`groupId`).',
  withPinned: 'Whether pinned conversations come too; they do where this is left out.',
  withEmpty: 'Whether conversations without a message come too.',
  lastMessageAt: 'When its last message was sent.',
  pinned: 'Whether it is pinned to the top.',
  unread: 'How many messages are unread.',
  clearHistory: 'Whether its messages go from the account’s history as well; they do not come back.',
  conversationGroupId: 'The number of the conversation group.',
  newName: 'How it is to be called.',
  groups: 'Conversation groups.',
  remove: 'What is taken away.',
  marks: 'What the account has noted of it; left out where that is nothing.',
  bits: 'The marks that are set, as Chat writes them: a number in base two.',
  changedAt: 'When that was last changed.',
  messageKey: 'How Chat calls the message.',
  sentAt: 'When the message was sent.',
  text: 'The text.',
  data: 'Data of the app’s own.',
  description: 'What it is, in words.',
  extension: 'What else the app wants to tell of it.',
  sound: 'Which sound announces it.',
  customData: 'A text of the app’s own that is kept with the message.',
  readReceipt: 'Whether the sender learns that it was read.',
  countUnread: 'Whether it counts as unread; left out, it does.',
  updateConversation: 'Whether it moves the conversation to the top of the list; left out, it does.',
  respectMuted: 'Whether it arrives in silence where the recipient has muted the sender.',
  skipWebhooks:
    'Which of the app’s webhooks are not asked or told: the one before the message is sent, or the one after.',
  extensible: 'Whether pairs of a key and a value can be hung on it later.',
  onlineOnly: 'Whether it reaches only those who are there, and is kept nowhere.',
  syncToSender:
    'Whether the sender’s own devices get it too; with `false` not even its history has it, and left out the history alone has.',
  live: 'Whether it counts as unread and phones show it, or is history.',
  since: 'The time from which on messages are wanted.',
  until: 'The time up to which is meant; left out, that of the request.',
  messages: 'Messages in the order of time.',
  readByPeer: 'Whether the recipient said that it was read.',
  random: 'The number by which Chat tells it from others, with `seq`.',
  seq: 'The number by which Chat orders messages of one second, and tells them apart.',
  content: 'What the element holds, in Chat’s own words.',
  extensions: 'Pairs of a key and a value.',
  truncated: 'There is more of the last version than a page holds, and that more can’t be had.',
  pairs: 'Pairs of a key and a value, each of another key.',
  key: 'How the pair is called.',
  value: 'What the pair holds.',
  version: 'The version of the pair.',
  action: 'What becomes of it.',
  lifetimeSeconds: 'How long Chat keeps it for those who are not there; with 0 it reaches only those who are.',
  outcome: 'What became of the request as a whole. To be looked at before anything else.',
  requestId: 'To be named to an operator; the header `x-request-id` has it too.',
  counts: 'How many items ended in which way.',
  results: 'One for each item, in the order of the request.',
  retry: 'A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own.',
  omitted: 'What was left out since the answer would have been too large.',
  unreadable: 'What Chat told in a way that could not be understood, by the names it would have here.',
  superseded: 'A later job set the same values; the verdict is of what overtook it.',
  retryable: 'Whether the same may succeed when it is sent again as it is.',
  detail: 'What is wrong this time, and what to do.',
  docs: 'The place in a page that tells of this code; left out where the gateway knows no such page (`ERROR_DOCS_URL`).',
}

/** What a member means wherever it stands; undefined where its own page tells of it. */
export const meaningOf = (member: string): string | undefined =>
  Object.hasOwn(meanings, member) ? meanings[member] : undefined

const inWords = (keyword: string): ReadonlySet<string> => new Set(keyword.split(' '))

/** Keywords that plain JSON Schema can't say, or says in a way that few read. */
const SAID = inWords(
  'bytes intact utcTime latest passedOn uniqueBy exactlyOneOf atLeastOneOf changesOneOf format description',
)

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.)]$/.test(text) ? '' : '.'}`

/**
 * What a schema's reader should know beside its keywords; undefined where these say it all.
 * @param member the name under which it stands
 */
export function wordsOf(
  schema: Schema & { readonly intact?: boolean; readonly passedOn?: number },
  member = '',
): string | undefined {
  const own = meaningOf(member)
  const isTold = Object.keys(schema).some((keyword) => SAID.has(keyword))
  const by = schema.uniqueBy === '' ? undefined : schema.uniqueBy
  const told = isTold
    ? sentence(by === undefined ? takes(schema) : takes({ ...schema, uniqueBy: undefined }))
    : undefined
  const doubled = isTold && by !== undefined ? doubledBy(by) : undefined
  const unread = schema.intact ? 'It holds no U+FFFD, the mark of a character that was lost on the way.' : undefined
  const deep = schema.passedOn === undefined ? undefined : `At most ${schema.passedOn} levels deep.`
  const words = [own, told, doubled, unread, deep].filter((part) => part !== undefined)
  return words.length === 0 ? undefined : words.join(' ')
}

const doubledBy = (by: unknown): string =>
  `No two have the same ${[by]
    .flat()
    .map((name) => `\`${name}\``)
    .join(' and ')}.`
