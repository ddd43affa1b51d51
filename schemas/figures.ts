/** What Chat tells of an app's day, by our names: https://trtc.io/document/34886 */

/** Names that people chose, which may be all digits and stay texts. */
export const dayNames = ['appName', 'company'] as const

/** Numbers; Chat writes them as texts of digits. */
export const dayFigures = [
  'appId',
  'activeUserNum',
  'registUserNumOneDay',
  'registUserNumTotal',
  'loginTimes',
  'loginUserNum',
  'maxOnlineNum',
  'upMsgNum',
  'downMsgNum',
  'sendMsgUserNum',
  'apnsMsgNum',
  'c2cUpMsgNum',
  'c2cDownMsgNum',
  'c2cSendMsgUserNum',
  'c2cApnsMsgNum',
  'groupUpMsgNum',
  'groupDownMsgNum',
  'groupSendMsgUserNum',
  'groupSendMsgGroupNum',
  'groupApnsMsgNum',
  'groupNewGroupNum',
  'groupAllGroupNum',
  'groupDestroyGroupNum',
  'groupJoinGroupTimes',
  'groupQuitGroupTimes',
  'chainIncrease',
  'chainDecrease',
  'callBackReq',
  'callBackRsp',
] as const
