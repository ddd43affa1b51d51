import { type Command, Option } from 'commander'
import { addCommand, type Context } from '../../client/src/cli/command.ts'
import { exitCodes, Mistake } from '../../client/src/cli/exit-codes.ts'
import { signUserSig } from '../../lib/upstream/credentials/user-sig.ts'
import { appOption, enterPlace, type WhereOptions, whereOptions } from './place.ts'
import { readSecret } from './secret.ts'

const USUAL_SECONDS = 300
/** A day. Whoever finds a UserSig acts as the app's administrator until it ends, and nobody can take it back. */
const MOST_SECONDS = 86_400

interface SignOptions extends WhereOptions {
  readonly app: string
  readonly ttl: number
}

/** `sign`: a UserSig of the app's administrator, to call Chat by hand with. */
export function addSign(program: Command, context: Context): void {
  addCommand<SignOptions>(program, context, {
    name: 'sign',
    summary: 'a UserSig of an app, to call Chat with by hand',
    description:
      'Prints a UserSig of the app’s administrator on standard output, and for whom it is on standard error. It is for debugging: ' +
      'whoever has it can do anything in the app until it ends. The key is never shown.',
    args: [],
    options: [
      appOption(),
      new Option('--ttl <seconds>', `how long it is valid, ${MOST_SECONDS} s at most`)
        .default(USUAL_SECONDS)
        .argParser(secondsOf),
      ...whereOptions(),
    ],
    examples: ['sign --app default --stage prod', 'sign --local --ttl 60'],
    run: async (_, { app, ttl, json, ...where }) => {
      const { sdkAppId, adminUserId, secretKey } = await readSecret(enterPlace({ ...where, json }), app)
      const time = Math.floor(Date.now() / 1000)
      const userSig = signUserSig({ sdkAppId, identifier: adminUserId, secretKey, time, expire: ttl })
      const { print, complain } = context.terminal
      if (json)
        print(JSON.stringify({ userSig, sdkAppId, identifier: adminUserId, expiresAt: new Date((time + ttl) * 1000) }))
      else {
        print(userSig)
        complain(`sdkappid=${sdkAppId} identifier=${adminUserId}, valid for ${ttl} s`)
      }
      return exitCodes.ok
    },
  })
}

function secondsOf(text: string): number {
  const seconds = /^\d{1,6}$/.test(text) ? Number(text) : 0
  if (seconds >= 1 && seconds <= MOST_SECONDS) return seconds
  throw new Mistake(`--ttl must be a whole number of seconds from 1 to ${MOST_SECONDS}, not "${text}".`)
}
