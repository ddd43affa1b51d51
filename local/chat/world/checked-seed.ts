import type { Limits } from '../limits.ts'
import type { App } from './app.ts'
import type { FirstMessage } from './first-messages.ts'

/** A seed that was found good, in the shapes the emulator works with. */
export interface CheckedSeed {
  limits: Limits
  strictRandom: boolean
  apps: Map<string, App>
  /** The messages an app begins with, by its name. */
  messages: Map<string, FirstMessage[]>
}
