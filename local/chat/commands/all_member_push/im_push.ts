import { unsureCodes } from '../../limits.ts'
import { Refusal } from '../../replies.ts'
import { accountOf } from '../../world/accounts.ts'
import { isTooSoon, push, pushesToday } from '../../world/pushes.ts'
import type { Command, CommandCall } from '../command.ts'
import { elementsOf, pushedTypes } from '../message-body.ts'
import { isCount, membersOf, namedUserId } from '../request.ts'
import { conditionOf } from './condition.ts'
import { envelopeFirst } from './users.ts'

/**
 * Pushing a message to all users or to some, https://trtc.io/document/37166: 90045 where the app may not, 90024 for one too soon
 * after another, 90047 for one more than a day has.
 */
export const imPush: Command = {
  service: 'all_member_push',
  name: 'im_push',
  order: envelopeFirst,
  prepare(call) {
    const { app, now } = call
    const task = {
      at: now,
      from: senderOf(call),
      body: elementsOf(call.body, pushedTypes),
      ...numbersOf(call),
      condition: conditionOf(call),
    }
    membersOf(call.body.OfflinePushInfo ?? {}, unsureCodes.badPushMember)
    refuseUntimely(call)
    return {
      run() {
        // Another push may have been made while a fault kept this one waiting.
        refuseUntimely(call)
        return { TaskId: push(app, task).taskId }
      },
    }
  },
}

function refuseUntimely({ app, limits, now }: CommandCall): void {
  if (!app.pushToAll) throw new Refusal(90045)
  if (isTooSoon(app, limits.pushApartMs, now)) throw new Refusal(90024)
  if (pushesToday(app, now) >= limits.pushesPerDay) throw new Refusal(90047)
}

/** The sender is an administrator where the call names none. */
function senderOf({ app, body }: CommandCall): string {
  const userId = namedUserId(body.From_Account ?? app.admins[0], unsureCodes.badPushMember)
  if (!accountOf(app, userId)) throw new Refusal(unsureCodes.unknownAccountOfPush)
  return userId
}

function numbersOf({ body: { MsgRandom, MsgLifeTime = 0 }, limits }: CommandCall): {
  random: number
  lifeSeconds: number
} {
  if (!isCount(MsgRandom, 2 ** 32 - 1)) throw new Refusal(90005)
  if (!isCount(MsgLifeTime, limits.pushLifeSeconds)) throw new Refusal(90026)
  return { random: MsgRandom, lifeSeconds: MsgLifeTime }
}
