/** A reply's JSON body: the envelope (ActionStatus, ErrorCode, ErrorInfo) and whatever a command adds. */
export type Reply = Record<string, unknown>

/** The whole call is refused and nothing was done. */
export class Refusal extends Error {
  readonly code: number

  constructor(code: number, info = textOf(code)) {
    super(info)
    this.name = 'Refusal'
    this.code = code
  }
}

// Our words for https://trtc.io/document/34348; clients must judge by the number.
const texts: Record<number, string> = {
  60002: 'the HTTP request could not be understood, check the URL',
  60003: 'the request body is not a JSON object',
  60006: 'the sdkappid is not a known app',
  60007: 'too many calls a second of this command',
  60008: 'the service timed out',
  60009: 'no such service or command, check the URL',
  60010: 'the identifier is not an administrator of this app',
  60012: 'the URL lacks the sdkappid',
  60015: 'a UserID in the body is not a string',
  60016: 'the app is disabled',
  60017: 'requests of the app are disabled',
  60020: 'the plan of the app has ended',
  60021: 'calls from this IP address are not allowed',
  60025: 'the identifier or contenttype in the URL is wrong',
  60026: 'the domain does not serve the data centre of this app',
  70001: 'the UserSig has expired',
  70002: 'the UserSig is empty',
  70003: 'the UserSig is illegal',
  70009: 'the UserSig was not signed with the key of this app',
  70013: 'the identifier differs from the one in the UserSig',
  70014: 'the sdkappid differs from the one in the UserSig',
  70050: 'the UserSig failed too often, wait a minute',
  // As the sample of account_delete prints it.
  70107: 'Err_TLS_PT_Open_Login_Account_Not_Exist',
  70398: 'the app may have no more accounts',
  70399: 'the account was deleted less than three months ago',
  70402: 'a parameter is illegal',
  71000: 'accounts of this app may not be deleted',
  1002: 'a parameter is illegal',
  1004: 'the hour has no file yet',
  1005: 'the file of the hour is gone',
  10004: 'a parameter is illegal',
  10008: 'the app may have no more bots',
  20001: 'the request is not as the page says',
  20003: 'the sender or the recipient does not exist',
  20006: 'the webhook before a send refused the message',
  20007: 'the recipient has blocked the sender',
  20009: 'sender and recipient are no friends of each other',
  20010: 'the recipient is not a friend of the sender',
  20011: 'the sender is not a friend of the recipient',
  20012: 'the sender is muted',
  20022: 'the message does not exist',
  20023: 'the message was recalled already',
  23001: 'the pair was changed since this version',
  23002: 'the message was not sent with extensions',
  23003: 'the extensions of the message were written too often in this minute',
  23004: 'the message does not exist',
  40001: 'a parameter is illegal',
  40002: 'the request names no To_Account',
  40003: 'the account does not exist',
  40007: 'a profile field may not be read',
  40008: 'a profile field may not be written',
  40009: 'a profile field is unknown',
  40601: 'a profile value is too long',
  40605: 'a value does not fit its standard profile field',
  40610: 'a value has another type than its standard profile field',
  50001: 'the account does not exist',
  50002: 'a parameter is illegal',
  51006: 'there are no conversations, or too many',
  51007: 'the group does not exist',
  51008: 'there are too many conversations',
  51009: 'the conversation group does not exist',
  51010: 'there are too many conversation groups',
  51011: 'the name of a conversation group is too long',
  51012: 'there are too many pinned conversations',
  51013: 'the plan of the app has no marks and groups of conversations',
  90001: 'the request body is not as the page says',
  90002: 'MsgBody is not as the page says',
  90003: 'To_Account is not as the page says',
  90004: 'MsgSeq is no uint32',
  90005: 'MsgRandom is no uint32',
  90006: 'MsgTimeStamp is no time in seconds',
  90007: 'MsgBody is no array',
  90008: 'the account that acts does not exist',
  90010: 'a message element is not as the page says',
  90011: 'there are more than 500 accounts',
  90012: 'no recipient exists',
  90018: 'there are too many accounts in one call',
  90020: 'a tag is too long',
  90022: 'a tag stands in both conditions',
  90024: 'pushes must be more than a second apart',
  90026: 'MsgLifeTime is longer than seven days',
  90030: 'an attribute name or value is empty or too long, or SyncFromOldSystem is neither 2 nor 5',
  90031: 'SyncOtherMachine is neither 1 nor 2',
  90032: 'there are too many tags',
  90033: 'an attribute is unknown',
  90039: 'conditions of tags and of attributes exclude each other',
  90040: 'a tag is empty',
  90044: 'MsgLifeTime is no whole number',
  90045: 'pushing to all users is not enabled',
  90047: 'no more pushes today',
  90048: 'the account does not exist',
  90054: 'MsgKey is no key of a message',
  93000: 'the message is larger than 12 KB',
  130001: 'the request body is not as the page says',
  130002: 'the request names no Get_Account',
  130003: 'Get_Account is illegal',
  130004: 'the request names no Set_Account',
  130005: 'Set_Account is illegal',
  130008: 'the request names no mute',
}

// Where no page names the text of a code, it is made after the code's name in https://trtc.io/document/34348.
const snsSuffixes: Record<number, string> = {
  30001: 'Friend_Not_Exist',
  30002: 'SdkAppId_Illegal',
  30003: 'Account_Not_Found',
  30004: 'Admin_Required',
  30006: 'Internal_Error',
  30007: 'Net_Timeout',
  30008: 'Write_Conflict',
  30009: 'Forbid_By_Admin',
  30010: 'My_Friend_Num_Exceed_Threshold',
  30011: 'Group_Num_Exceed_Threshold',
  30012: 'Pendency_Num_Exceed_Threshold',
  30013: 'BlackList_Num_Exceed_Threshold',
  30014: 'Peer_Friend_Num_Exceed_Threshold',
  30515: 'In_Self_BlackList',
  30516: 'AllowType_Deny_Any',
  30525: 'In_Peer_BlackList',
  30540: 'Sec_Rstr',
  31307: 'Already_Exist',
  31704: 'Not_Friend',
  31707: 'Sec_Rstr',
  32216: 'ToTinyId_Not_Friend',
}

// Where a command's own page shows another text, or 30001 says the opposite of what it says elsewhere.
const ownSuffixes: Record<string, Record<number, string>> = {
  friend_add: { 30001: 'Friend_Exist', 30006: 'Unpack_Profile_Data_Fail' },
  friend_import: { 30001: 'Friend_Exist' },
  friend_check: { 30006: 'Check_Relation_Exec_Task_Fail' },
  black_list_add: { 30001: 'Already_Exist' },
  black_list_delete: { 30001: 'Not_Exist' },
  black_list_check: { 30006: 'Check_Reverse_BlackList_Fail', 30007: 'Check_Reverse_BlackList_Fail' },
}

function textOf(code: number): string {
  return texts[code] ?? `refused with ${code}`
}

/** A relationship-chain info string such as Err_SNS_FriendUpdate_Friend_Not_Exist for friend_update. */
export function snsInfo(command: string, suffix: string): string {
  const words = command.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1))
  return `Err_SNS_${words.join('')}_${suffix}`
}

/** The info that goes with a code where no other is given, for a scripted fault above all. */
export function usualInfo(command: string, code: number): string {
  // The page's own sample of friend_update names FriendImport here (https://trtc.io/document/34904).
  if (code === 30002 && command === 'friend_update') return 'Err_SNS_FriendImport_SdkAppId_Illegal'
  // Waiting for consent is no failure, and the sample of friend_add says nothing about it.
  if (code === 30539) return ''
  const suffix = ownSuffixes[command]?.[code] ?? snsSuffixes[code]
  return suffix ? snsInfo(command, suffix) : textOf(code)
}

/** The same members in this order; those that it does not name come last. */
export function inOrder(members: Reply, order: readonly string[] = []): Reply {
  const named = order.filter((name) => Object.hasOwn(members, name)).map((name) => [name, members[name]])
  return { ...Object.fromEntries(named), ...members }
}

const displayServices = ['sns', 'profile', 'recentcontact']

/** The envelope's last members, which every reply of `service` ends with: ErrorDisplay in three services only, and no ActionStatus in one. */
export function envelope(service: string, code = 0, info = '', shows = displayServices.includes(service)): Reply {
  return {
    ...(service === 'openconfigsvr' ? {} : { ActionStatus: code === 0 ? 'OK' : 'FAIL' }),
    ErrorCode: code,
    ErrorInfo: info,
    ...(shows ? { ErrorDisplay: '' } : {}),
  }
}
