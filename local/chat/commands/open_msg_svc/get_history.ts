import { Refusal } from '../../replies.ts'
import { archiveKinds, archiveOf, stageOf } from '../../world/archives.ts'
import { beginOf } from '../../world/china-time.ts'
import type { Command } from '../command.ts'

/** The messages of one hour as a file, https://trtc.io/document/34885: 1004 until the hour is over, 1005 once its file is gone. */
export const getHistory: Command = {
  service: 'open_msg_svc',
  name: 'get_history',
  order: ['File', 'ActionStatus', 'ErrorInfo'],
  rate: 'archiveCallsPerSecond',
  prepare({ app, body: { ChatType, MsgTime }, limits, now }) {
    const kind = archiveKinds.find((one) => one === ChatType)
    const begin = typeof MsgTime === 'string' ? beginOf(MsgTime) : undefined
    if (!kind || begin === undefined) throw new Refusal(1002)
    const stage = stageOf(begin, limits, now)
    if (stage === 'early') throw new Refusal(1004)
    if (stage === 'gone') throw new Refusal(1005)
    return { run: () => ({ File: [archiveOf(app, kind, String(MsgTime), limits, now)] }) }
  },
}
