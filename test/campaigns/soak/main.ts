import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { build } from '../../../scripts/build.ts'
import { freshSeed, readFlags } from '../flags.ts'
import type { Order, Sample } from './gateway.ts'
import { type Report, type Rules, reportOf } from './report.ts'
import type { Surroundings } from './surroundings.ts'

const RULES: Rules = { warmUp: 0.1, mostGrowth: 0.05, mostHandles: 10 }
/** In a short run the warm-up is most of it: code is still being compiled, and pools still fill. */
const SHORT_RULES: Rules = { warmUp: 0.4, mostGrowth: 0.25, mostHandles: 40 }
const SHORT = 200_000

const { numbers, json } = readFlags(
  'npm run soak',
  'Sends requests of all kinds and outcomes to the built function in one process, and watches its heap, sockets and handles.',
  {
    requests: { meaning: 'how many', fallback: 1_000_000, min: 1000, max: 100_000_000 },
    concurrency: { meaning: 'how many are under way at once', fallback: 32, min: 1, max: 1000 },
    points: { meaning: 'how often to measure', fallback: 50, min: 10, max: 1000 },
    seed: { meaning: 'of the random choices; another each time', fallback: freshSeed(), min: 0, max: 2 ** 31 },
  },
)

const ENVIRONMENT = {
  AWS_REGION: 'local-1',
  AWS_ACCESS_KEY_ID: 'soak',
  AWS_SECRET_ACCESS_KEY: 'soak',
  ACCESS_POLICY: 'open',
  UPSTREAM_CALLS_PER_SECOND: '100000',
  // A silent upstream and a throttled one are met all the same, and nobody waits long for either.
  UPSTREAM_TIMEOUT_MS: '500',
  UPSTREAM_ATTEMPTS: '2',
}

const file = (name: string) => path.join(import.meta.dirname, name)

async function started<Said>(child: ChildProcess): Promise<Said> {
  const [said] = await once(child, 'message')
  return said
}

/** Has the gateway's process do the order, and gathers its samples. */
async function gather(child: ChildProcess, order: Order): Promise<Sample[]> {
  const samples: Sample[] = []
  child.on('message', (sample: Sample) => {
    samples.push(sample)
    const mib = (sample.heapBytes / 2 ** 20).toFixed(1)
    console.error(`${sample.requests} requests, heap ${mib} MiB, ${sample.descriptors} descriptors`)
  })
  child.send(order)
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`the gateway's process ended with ${code}`)
  return samples
}

async function soak(): Promise<Report> {
  const around = fork(file('surroundings.ts'))
  const tables = fork(path.join(import.meta.dirname, '../../../bench/tables-process.ts'))
  try {
    const { secretsUrl, keys } = await started<Surroundings>(around)
    const { url } = await started<{ url: string }>(tables)
    const env = {
      ...process.env,
      ...ENVIRONMENT,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsUrl,
      AWS_ENDPOINT_URL_DYNAMODB: url,
    }
    const gateway = fork(file('gateway.ts'), {
      env,
      execArgv: ['--expose-gc'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    const startedAt = performance.now()
    const samples = await gather(gateway, { ...numbers, stateEvery: 200, stateTable: 'chat-gateway-dev-state', keys })
    const rules = numbers.requests < SHORT ? SHORT_RULES : RULES
    return reportOf(samples, (performance.now() - startedAt) / 1000, rules)
  } finally {
    around.disconnect()
    tables.disconnect()
  }
}

function tell({
  requests,
  seconds,
  perSecond,
  statuses,
  heapMiB,
  heapGrowth,
  handles,
  searched,
  userSigs,
  faults,
}: Report): void {
  console.log(`${requests} requests in ${seconds} s (${perSecond}/s), seed ${numbers.seed}`)
  console.log(`answers by status: ${JSON.stringify(statuses)}`)
  console.log(`heap after the warm-up ${heapMiB.warm} MiB, at the end ${heapMiB.end} MiB: ${heapGrowth} %`)
  console.log(`sockets and handles: ${handles.warm}, at the end ${handles.end}, never more than ${handles.most}`)
  console.log(`${searched} characters searched for keys and ${userSigs} UserSigs`)
  console.log(faults.length === 0 ? 'nothing adds up' : faults.join('\n'))
}

await build()
const report = await soak()
if (json) console.log(JSON.stringify({ ...report, seed: numbers.seed }))
else tell(report)
process.exitCode = report.faults.length === 0 ? 0 : 1
