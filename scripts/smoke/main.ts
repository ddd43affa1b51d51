import { exitCodes, Mistake } from '../../client/src/cli/exit-codes.ts'
import type { Terminal } from '../../client/src/cli/terminal.ts'
import { createGateway, type Gateway, SettingsError } from '../../client/src/index.ts'
import { enterPlace } from '../cli/place.ts'
import { tryAccount } from './account.ts'
import { checkApp } from './app.ts'
import { signedHealth, unsignedCall } from './door.ts'
import { type Flags, readFlags } from './flags.ts'
import { type Watch, watchLocalBus } from './results.ts'
import { addressIn, locate, type Outputs } from './stack.ts'
import { ok, Steps } from './step.ts'
import { watchByRule } from './temporary-rule.ts'
import { USAGE } from './usage.ts'

/** A cold start and a slow Chat take their time; what takes longer fails. */
const TIMEOUT_MS = 45_000

interface Run {
  readonly flags: Flags
  readonly terminal: Terminal
  readonly steps: Steps
  readonly outputs: Outputs
  readonly url: string
}

/** Does what the command line says. @returns the exit code */
export async function main(args: string[], terminal: Terminal): Promise<number> {
  try {
    const flags = readFlags(args)
    if (flags) return await smoke(flags, terminal)
    terminal.print(USAGE)
    return exitCodes.ok
  } catch (error) {
    if (terminal.signal.aborted) return exitCodes.interrupted
    if (!(error instanceof Mistake)) throw error
    terminal.complain(`${error.message}\nSee npm run smoke -- --help`, 'red')
    return exitCodes.usage
  }
}

async function smoke(flags: Flags, terminal: Terminal): Promise<number> {
  const { stage, region, profile } = flags
  const place =
    stage === undefined
      ? undefined
      : enterPlace({ stage, json: flags.json, ...(region && { region }), ...(profile && { profile }) })
  const steps = new Steps(terminal, flags.json)
  const outputs = stage === undefined ? {} : await locateIn(stage, place?.lack, steps)
  const url = flags.url ?? addressIn(outputs)
  const apps = flags.apps.length > 0 ? flags.apps : [place?.stage?.variables.CHAT_DEFAULT_APP ?? 'default']
  if (url === undefined) steps.skip('all else', 'nothing says where the gateway is')
  else await tryAll({ flags, terminal, steps, outputs, url }, apps)
  return conclude(flags, steps, url, terminal)
}

async function locateIn(stage: string, lack: string | undefined, steps: Steps): Promise<Outputs> {
  let outputs: Outputs = {}
  await steps.do('stack', async () => {
    const located = await locate(stage, lack)
    outputs = located.outputs
    const { outputs: _, ...found } = located
    return found
  })
  return outputs
}

async function tryAll(run: Run, apps: readonly string[]): Promise<void> {
  const { flags, steps, outputs, url } = run
  const { stage } = flags
  if (isLocal(run)) steps.skip('unsigned call', 'npm start asks for no signature')
  else await steps.do('unsigned call', () => unsignedCall(url), stage)
  const gateway = clientOf(run)
  const health = await steps.do('signed health', () => signedHealth(gateway, flags.expect, outputs.Version), stage)
  if (health.status === 'failed' && !/^answers/.test(health.says))
    return steps.skip('all else', 'health is not answered')
  const [first = ''] = apps
  const watch = await watchOf(run)
  try {
    for (const app of apps) await checkApp(gateway, app, steps, stage)
    await tryAccountOf(run, gateway, first, watch)
  } finally {
    if (typeof watch !== 'string') await cleanUp(watch, steps)
  }
}

async function tryAccountOf(
  { flags, steps }: Run,
  gateway: Gateway,
  app: string,
  watch: Watch | string,
): Promise<void> {
  const { account: userId, stage } = flags
  if (userId !== undefined) return tryAccount({ gateway, app, userId, steps, stage, watch })
  for (const name of ['read', 'queued write', 'result event']) steps.skip(name, 'it needs an --account')
}

/** @throws Mistake for an address that can't be meant */
function clientOf({ flags, terminal, url }: Run): Gateway {
  const { region, profile, stage } = flags
  // A signal for all: Ctrl-C ends whatever is under way.
  const stop = (asked: RequestInit = {}) => AbortSignal.any([terminal.signal, ...(asked.signal ? [asked.signal] : [])])
  try {
    return createGateway({
      ...{ url, region, profile, retries: 1, timeoutMs: TIMEOUT_MS },
      ...(stage !== undefined && { credentials: 'chain' as const }),
      fetch: (address, asked) => globalThis.fetch(address, { ...asked, signal: stop(asked) }),
    })
  } catch (error) {
    throw error instanceof SettingsError ? new Mistake(error.message) : error
  }
}

/** Whether it is `npm start`: an address of this machine, and no stage’s. */
const isLocal = ({ flags, url }: Pick<Run, 'flags' | 'url'>): boolean =>
  flags.stage === undefined && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname)

const LOCAL_BUS = 'http://127.0.0.1:4050'

/** What sees results come out, made before anything is written; or why nothing does. */
async function watchOf({ flags, url, outputs, steps }: Run): Promise<Watch | string> {
  const { stage, account, events, busUrl } = flags
  if (account === undefined) return 'it needs an --account'
  if (isLocal({ flags, url })) {
    const bus = busUrl ?? LOCAL_BUS
    return watchLocalBus(bus).catch(() => `no bus of npm start answers at ${bus}: give --bus-url`)
  }
  if (!events || stage === undefined) return 'it is watched with --events only'
  let watch: Watch | string = 'the rule could not be made'
  await steps.do(
    'temporary rule',
    async () => {
      watch = await watchByRule(stage, outputs.EventBusName ?? `chat-gateway-${stage}`)
      return ok('and its queue are made')
    },
    stage,
  )
  return watch
}

async function cleanUp(watch: Watch, steps: Steps): Promise<void> {
  const left = await watch.close()
  if (left.length === 0) return
  steps.tell({
    name: 'cleaning up',
    status: 'failed',
    says: `this could not be removed: ${left.join(', ')}`,
    cure: 'Remove it by hand; the queue’s messages are gone after five minutes.',
  })
}

function conclude({ json, stage }: Flags, steps: Steps, url: string | undefined, terminal: Terminal): number {
  const wrong = steps.all.filter(({ status }) => status === 'failed')
  const skipped = steps.all.filter(({ status }) => status === 'skipped').length
  const isOk = wrong.length === 0
  if (json) terminal.print(JSON.stringify({ ok: isOk, stage, url, steps: steps.all }, null, 2))
  else {
    const end = isOk ? 'All that was tried is well' : `Failed: ${wrong.map(({ name }) => name.trim()).join(', ')}`
    terminal.print(`${end}${skipped > 0 ? `; ${skipped} not tried` : ''}.`, isOk ? 'green' : 'red')
  }
  if (terminal.signal.aborted) return exitCodes.interrupted
  return isOk ? exitCodes.ok : exitCodes.some
}
