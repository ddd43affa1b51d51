import { pathToFileURL } from 'node:url'
import type { Context, SQSBatchResponse, SQSRecord } from 'aws-lambda'

/** A process of its own for the built worker: each message is an invocation, and is answered as that is. */
interface Asked {
  readonly records: readonly SQSRecord[]
  readonly ms: number
}

type Handler = (event: object, context: Partial<Context>) => Promise<SQSBatchResponse>

const SAMPLE_MS = 20
const MB = 1_048_576

const loading = import(pathToFileURL(process.argv[2] ?? '').href) as Promise<{ readonly handler: Handler }>

process.on('message', async ({ records, ms }: Asked) => {
  const { handler } = await loading
  const endsAt = Date.now() + ms
  let peak = 0
  const sampling = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().heapUsed)
  }, SAMPLE_MS)
  const context = { awsRequestId: 'memory', getRemainingTimeInMillis: () => endsAt - Date.now() }
  const answer = await handler({ Records: records }, context)
  clearInterval(sampling)
  process.send?.({ ...answer, peakMb: Math.round(peak / MB) })
})
