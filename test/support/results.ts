import type { Bus } from '../../local/aws/bus/server.ts'

export interface Result {
  readonly type: string
  readonly source: string
  readonly detail: {
    readonly jobId: string
    readonly job: string
    readonly operation: string
    readonly app?: string
    readonly eventId?: string
    readonly answer: {
      readonly status: number
      readonly body: Readonly<Record<string, unknown>> & {
        readonly outcome?: string
        readonly code?: string
        readonly results?: readonly { userId: string; status: string; superseded?: true; error?: { code: string } }[]
      }
    }
  }
}

/** The results that have gone out on the bus, after the one of that number. */
export const resultsOn = (bus: Bus, after = 0): Result[] =>
  bus.events(after).map(({ event }) => ({
    type: event['detail-type'],
    source: event.source,
    detail: event.detail as unknown as Result['detail'],
  }))
