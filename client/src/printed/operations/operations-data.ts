// Printed by `npm run docs` from the rows of lib and their schemas; edit those instead.

import type { Read } from '../../answers/methods.ts'

/** The operations of `operations-data`. */
export interface OperationsData {
  /**
   * Reads what an app did day by day in the last thirty days.
   *
   * Reads, so it is safe to send again.
   *
   * @see https://trtc.io/document/34886
   * @example
   * await gateway.operationsData.get({"fields":["loginTimes"]})
   */
  readonly get: Read<OperationsDataGetBody, OperationsDataGetAnswer>
}

/** The body of `operations-data.get`. */
export interface OperationsDataGetBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /** What is to be read. 1 to 30 of the names that a day has; without it all are read. */
  readonly fields?: ReadonlyArray<'date' | 'appName' | 'company' | 'appId' | 'activeUserNum' | 'registUserNumOneDay' | 'registUserNumTotal' | 'loginTimes' | 'loginUserNum' | 'maxOnlineNum' | 'upMsgNum' | 'downMsgNum' | 'sendMsgUserNum' | 'apnsMsgNum' | 'c2cUpMsgNum' | 'c2cDownMsgNum' | 'c2cSendMsgUserNum' | 'c2cApnsMsgNum' | 'groupUpMsgNum' | 'groupDownMsgNum' | 'groupSendMsgUserNum' | 'groupSendMsgGroupNum' | 'groupApnsMsgNum' | 'groupNewGroupNum' | 'groupAllGroupNum' | 'groupDestroyGroupNum' | 'groupJoinGroupTimes' | 'groupQuitGroupTimes' | 'chainIncrease' | 'chainDecrease' | 'callBackReq' | 'callBackRsp'> | undefined
}

/** What `operations-data.get` answers where all is done. */
export interface OperationsDataGetAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** One for each day. */
  readonly days: ReadonlyArray<{
    /** Which day. A day, `YYYY-MM-DD`. */
    readonly date: string
    /** How the app is called. */
    readonly appName?: string
    /** Whose app it is. */
    readonly company?: string
    /** An integer. */
    readonly appId?: number | string
    /** An integer. */
    readonly activeUserNum?: number | string
    /** An integer. */
    readonly registUserNumOneDay?: number | string
    /** An integer. */
    readonly registUserNumTotal?: number | string
    /** An integer. */
    readonly loginTimes?: number | string
    /** An integer. */
    readonly loginUserNum?: number | string
    /** An integer. */
    readonly maxOnlineNum?: number | string
    /** An integer. */
    readonly upMsgNum?: number | string
    /** An integer. */
    readonly downMsgNum?: number | string
    /** An integer. */
    readonly sendMsgUserNum?: number | string
    /** An integer. */
    readonly apnsMsgNum?: number | string
    /** An integer. */
    readonly c2cUpMsgNum?: number | string
    /** An integer. */
    readonly c2cDownMsgNum?: number | string
    /** An integer. */
    readonly c2cSendMsgUserNum?: number | string
    /** An integer. */
    readonly c2cApnsMsgNum?: number | string
    /** An integer. */
    readonly groupUpMsgNum?: number | string
    /** An integer. */
    readonly groupDownMsgNum?: number | string
    /** An integer. */
    readonly groupSendMsgUserNum?: number | string
    /** An integer. */
    readonly groupSendMsgGroupNum?: number | string
    /** An integer. */
    readonly groupApnsMsgNum?: number | string
    /** An integer. */
    readonly groupNewGroupNum?: number | string
    /** An integer. */
    readonly groupAllGroupNum?: number | string
    /** An integer. */
    readonly groupDestroyGroupNum?: number | string
    /** An integer. */
    readonly groupJoinGroupTimes?: number | string
    /** An integer. */
    readonly groupQuitGroupTimes?: number | string
    /** An integer. */
    readonly chainIncrease?: number | string
    /** An integer. */
    readonly chainDecrease?: number | string
    /** An integer. */
    readonly callBackReq?: number | string
    /** An integer. */
    readonly callBackRsp?: number | string
  }>
}
