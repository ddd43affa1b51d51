import { createHash } from 'node:crypto'
import type { App } from './app.ts'
import { dayOf } from './china-time.ts'

/** What an app did day by day. https://trtc.io/document/34886 */

/** Figures that count something; the emulator has no traffic to count, so each is a number that follows from app, day and name. */
const counted = [
  'APNSMsgNum',
  'ActiveUserNum',
  'C2CAPNSMsgNum',
  'C2CDownMsgNum',
  'C2CSendMsgUserNum',
  'C2CUpMsgNum',
  'CallBackReq',
  'CallBackRsp',
  'ChainDecrease',
  'ChainIncrease',
  'DownMsgNum',
  'GroupAPNSMsgNum',
  'GroupAllGroupNum',
  'GroupDestroyGroupNum',
  'GroupDownMsgNum',
  'GroupJoinGroupTimes',
  'GroupNewGroupNum',
  'GroupQuitGroupTimes',
  'GroupSendMsgGroupNum',
  'GroupSendMsgUserNum',
  'GroupUpMsgNum',
  'LoginTimes',
  'LoginUserNum',
  'MaxOnlineNum',
  'RegistUserNumOneDay',
  'SendMsgUserNum',
  'UpMsgNum',
]

const DAY_MS = 24 * 3_600_000

/** The figures of the last whole days, oldest first, as texts. */
export function figuresOf(app: App, days: number, now: number): Array<Record<string, string>> {
  return Array.from({ length: days }, (_, index) => figuresOfDay(app, dayOf(now - (days - index) * DAY_MS)))
}

function figuresOfDay(app: App, day: string): Record<string, string> {
  return {
    AppId: String(app.sdkAppId),
    AppName: app.name,
    Company: 'Demo',
    Date: day,
    RegistUserNumTotal: String(app.accounts.size),
    ...Object.fromEntries(counted.map((name) => [name, String(figure(app, day, name))])),
  }
}

function figure({ sdkAppId }: App, day: string, name: string): number {
  return createHash('sha256').update(`${sdkAppId} ${day} ${name}`).digest().readUInt16BE()
}
