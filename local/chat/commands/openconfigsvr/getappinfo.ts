import { Refusal } from '../../replies.ts'
import { figuresOf } from '../../world/figures.ts'
import type { Command } from '../command.ts'

/** The figures of the last thirty whole days, https://trtc.io/document/34886. */
export const getappinfo: Command = {
  service: 'openconfigsvr',
  name: 'getappinfo',
  successInfo: 'OK',
  order: ['ErrorCode', 'ErrorInfo'],
  prepare({ app, body: { RequestField = [] }, limits, now }) {
    if (!Array.isArray(RequestField)) throw new Refusal(130001)
    const days = figuresOf(app, limits.figureDays, now)
    const asked = (day: Record<string, string>) => Object.entries(day).filter(([name]) => RequestField.includes(name))
    return {
      run: () => ({ Result: RequestField.length === 0 ? days : days.map((day) => Object.fromEntries(asked(day))) }),
    }
  },
}
