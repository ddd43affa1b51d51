import { MOST_IDLE_MS } from './kept.ts'

/**
 * What it does if a call of AWS takes effect a second time, its first answer having been lost with its connection. docs/decisions/0019-thaw.md
 * judges every call that the gateway makes.
 * - `harmless`: the same state, or the same answer, whichever of the two is heard.
 * - `counted`: something is used up that others could have had, and no promise is broken.
 * - `doubled`: others see it twice.
 */
export type SecondEffect = 'harmless' | 'counted' | 'doubled'

interface ConnectionRule {
  /** How long nobody may have used the connection that the call goes out on; 0 has it go out on a new one. */
  readonly mostIdleMs: number
  /** Whether the call goes again, on a new connection, where one used before was cut before any byte of an answer. */
  readonly goesAgain: boolean
}

/** No peer gives a connection up within a second, so one used so lately is as good as new: TLS for every place would cost more. */
export const connectionRules: Readonly<Record<SecondEffect, ConnectionRule>> = {
  harmless: { mostIdleMs: MOST_IDLE_MS, goesAgain: true },
  counted: { mostIdleMs: 1000, goesAgain: false },
  doubled: { mostIdleMs: 0, goesAgain: false },
}
