import type { Sources } from './event-sources.ts'
import type { Said } from './keys.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** What a deployment of one stage is made of. */
export interface Stage {
  readonly name: string
  readonly region: string
  /** What its file says beside the settings of the functions. */
  readonly said: Said
  /** The texts of all settings of the functions but those that serverless.yml composes, by their variables' names. */
  readonly variables: Readonly<Record<string, string>>
  /** Who may put events of which source; where it is empty, anybody of any. */
  readonly sources: Sources
  /** The SNS topic that alarms tell; empty where there is none. */
  readonly topic: string
  /** The places that its file says something at: `policy`, `settings.logLevel`. */
  readonly says: readonly string[]
}

/** A stage's file that can't be used; the message holds a line for each fault, with its cure. */
export class StageFault extends Error {
  override readonly name = 'StageFault'
}

/** The one that shows every key. It can be packaged, never deployed. */
export const EXAMPLE = 'example'
/** The one that need not say anything. */
export const DEV = 'dev'

/** The table of jobs that a stage's stack makes. */
export const ownJobsTable = (stage: string): string => `chat-gateway-${stage}-jobs`
