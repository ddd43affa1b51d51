import { allOk, refused } from './chat-replies.ts'
import type { Call, Script } from './chat-server.ts'
import { APP_ID, isGenuine } from './user-sig.ts'

export interface KeyRules {
  readonly script: Script
  /** The keys Chat takes from now on. */
  accept: readonly string[]
  /** Calls it refused so far. */
  refusals: number
}

const sigOf = (call: Call) => call.query.get('usersig') ?? ''

/** Chat that takes calls signed with an accepted key and refuses all others, as the real one does. */
export function chatAccepting(accept: readonly string[], code = 70009, then: Script = allOk): KeyRules {
  const rules: KeyRules = {
    accept,
    refusals: 0,
    script: (call) => {
      if (rules.accept.some((key) => isGenuine(sigOf(call), key, APP_ID))) return then(call)
      rules.refusals += 1
      return refused(code, `Err_Key_${code}`)
    },
  }
  return rules
}
