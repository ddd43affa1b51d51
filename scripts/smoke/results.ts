/** Sees results as they come out on a bus. */
export interface Watch {
  /** The `detail-type` of the job's result; undefined where none came in time. */
  readonly result: (jobId: string, ms: number) => Promise<string | undefined>
  /** What may be so where none comes. */
  readonly hint: string
  /** Takes away what was made for it; names what could not be. */
  readonly close: () => Promise<readonly string[]>
}

interface Recorded {
  readonly seq: number
  readonly event: { readonly 'detail-type': string; readonly detail: { readonly jobId?: string } }
}

const WAIT_SECONDS = 10

/** The bus of `npm start`, which shows what has come out on it. Rejects where nothing answers there. */
export async function watchLocalBus(url: string): Promise<Watch> {
  const ask = async (after: number, wait: number): Promise<readonly Recorded[]> => {
    const reply = await fetch(`${url}/_local/events?after=${after}&wait=${wait}`)
    if (!reply.ok) throw new Error(`the bus at ${url} answers ${reply.status}`)
    return (await reply.json()) as readonly Recorded[]
  }
  let after = (await ask(0, 0)).at(-1)?.seq ?? 0
  return {
    hint: 'The window of npm start shows every event.',
    close: async () => [],
    result: async (jobId, ms) => {
      const end = Date.now() + ms
      while (Date.now() < end) {
        const left = Math.ceil((end - Date.now()) / 1000)
        const events = await ask(after, Math.min(WAIT_SECONDS, left))
        const found = events.find(({ event }) => event.detail.jobId === jobId)
        if (found) return found.event['detail-type']
        after = events.at(-1)?.seq ?? after
      }
      return undefined
    },
  }
}
