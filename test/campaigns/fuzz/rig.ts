import type { Seed } from '../../../local/chat/seed.ts'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { type Answer, readAnswer } from '../../support/gateway/answer.ts'
import { invocationContext } from '../../support/gateway/invocation.ts'
import { type Capture, captureOutput } from '../../support/gateway/output-capture.ts'
import { coldHandler, type Handler } from '../../support/gateway/start.ts'
import { strictSeed } from '../../support/strict-seed.ts'
import { hearUserSigs } from '../hear-user-sigs.ts'
import { LeakScan } from '../leaks.ts'
import { type BuiltGateway, startBuilt } from './built.ts'

/** The built functions before the emulator and AWS's stand-ins, over real sockets, in this process. */
export interface Rig {
  readonly deployment: Deployment
  /** Asks the HTTP function, with tables and a queue or without. */
  readonly ask: (event: unknown, hasState: boolean) => Promise<{ readonly answer: Answer; readonly requestId: string }>
  /** Everything printed since it was last looked at; what may not be there is noted in `scan`. */
  readonly readLog: () => string
  readonly scan: LeakScan
  /** The HTTP function before a Chat that says what it is told to; started for the first who asks. */
  readonly built: () => Promise<BuiltGateway>
  readonly close: () => Promise<void>
}

/** The demo data without any limit of time: what the doors do with bad input has nothing to do with quotas. */
export const seed = (): Seed => ({
  ...strictSeed,
  limits: { callsPerSecond: 1_000_000, writeMs: 0 },
})

const QUICK = { UPSTREAM_CALLS_PER_SECOND: '100000', LOG_LEVEL: 'DEBUG' }
const STATE = ['STATE_TABLE', 'JOBS_TABLE', 'JOBS_QUEUE_URL'] as const

/** Waits are a random share of their most: here none, since only what comes of them counts. */
async function withoutWaits<T>(start: () => Promise<T>): Promise<T> {
  const { random } = Math
  Math.random = () => 0
  try {
    return await start()
  } finally {
    Math.random = random
  }
}

/** An instance of the HTTP function that has nothing but Secrets Manager. */
async function statelessHandler(): Promise<Handler> {
  const kept = STATE.map((name) => [name, process.env[name]] as const)
  for (const name of STATE) delete process.env[name]
  const handler = await withoutWaits(() => coldHandler('http'))
  Object.assign(process.env, Object.fromEntries(kept))
  return handler
}

export async function startRig(): Promise<Rig> {
  const chatSeed = seed()
  const deployment = await withoutWaits(() => startDeployment(chatSeed, QUICK))
  const [bare, stateful] = [await statelessHandler(), await withoutWaits(() => coldHandler('http'))]
  const scan = new LeakScan(
    Object.fromEntries(
      Object.entries(chatSeed.apps).map(([app, { secretKey }]) => [`the key of app ${app}`, secretKey]),
    ),
  )
  hearUserSigs(scan)
  const output: Capture = captureOutput()
  let built: Promise<BuiltGateway> | undefined
  return {
    deployment,
    scan,
    ask: async (event, hasState) => {
      const context = invocationContext()
      const answer = readAnswer(await (hasState ? stateful : bare)(event, context))
      scan.search('an answer', answer.text + JSON.stringify(answer.headers))
      return { answer, requestId: context.awsRequestId }
    },
    readLog: () => {
      const text = output.text()
      output.clear()
      scan.search('a log', text)
      return text
    },
    built: () => {
      built ??= startBuilt()
      return built
    },
    close: async () => {
      ;(await built)?.close()
      output.stop()
      await deployment.close()
    },
  }
}
