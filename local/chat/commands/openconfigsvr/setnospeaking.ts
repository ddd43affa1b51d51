import { unsureCodes } from '../../limits.ts'
import { Refusal } from '../../replies.ts'
import { accountOf } from '../../world/accounts.ts'
import { FOREVER, type Mutes, mute } from '../../world/mutes.ts'
import type { Command } from '../command.ts'
import { namedUserId } from '../request.ts'

/** Silencing an account everywhere, https://trtc.io/document/34923; what is left out stays as it is. */
export const setnospeaking: Command = {
  service: 'openconfigsvr',
  name: 'setnospeaking',
  prepare({ app, body, now }) {
    const account = accountOf(app, namedUserId(body.Set_Account, 130004))
    if (!account) throw new Refusal(130005)
    const given = (
      [
        ['oneToOne', body.C2CmsgNospeakingTime],
        ['group', body.GroupmsgNospeakingTime],
      ] as const
    ).flatMap(
      ([where, seconds]): Array<[keyof Mutes, number]> => (seconds === undefined ? [] : [[where, timeOf(seconds)]]),
    )
    if (given.length === 0) throw new Refusal(130008)
    return {
      run() {
        for (const [where, seconds] of given) mute(account, where, seconds, now)
        return {}
      },
    }
  },
}

function timeOf(seconds: unknown): number {
  const good = Number.isInteger(seconds) && (seconds as number) >= 0 && (seconds as number) <= FOREVER
  if (!good) throw new Refusal(unsureCodes.badMuteTime)
  return seconds as number
}
