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
  70402: 'a parameter is illegal',
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

/** The envelope's last members, which every reply of `service` ends with. Only sns calls carry ErrorDisplay. */
export function envelope(service: string, code = 0, info = ''): Reply {
  return {
    ActionStatus: code === 0 ? 'OK' : 'FAIL',
    ErrorCode: code,
    ErrorInfo: info,
    ...(service === 'sns' ? { ErrorDisplay: '' } : {}),
  }
}
