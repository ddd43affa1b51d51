import { parseArgs } from 'node:util'
import { isHost, isLoopback } from './guard.ts'
import { startChat, stockSeed } from './index.ts'
import { optionFault } from './option-fault.ts'
import { printable, printableLines } from './printable.ts'
import { type Region, regionNames } from './regions.ts'
import { startersOf, whenEnded } from './starter.ts'
import { readyLine, welcome } from './welcome.ts'

const usage = `Usage: npm run emulator -- [options]

  --port N                 http (default 4010; 0 for any free port)
  --https-port N           https (default 4443; 0 for any free port)
  --region-port REGION=N   a further http port that serves one region only, may be repeated
                           (${regionNames.join(', ')})
  --host HOST              where to listen (default 127.0.0.1; 0.0.0.0 for everywhere: whoever reaches it can do everything)
  --allow-host NAME        a name by which it may be called beside localhost, may be repeated
  --ca-file FILE           where the authority of its certificate is kept, and made where it is missing: trust it once
  --seed FILE              apps, accounts and limits (default: demo data)
  --print-seed             the demo data, to begin a seed of your own with
  --json                   one line of JSON on stdout when it is ready, all else on stderr
  --stay                   do not end with the process that started it
  --help                   this text`

const OPTIONS = {
  port: { type: 'string', default: '4010' },
  'https-port': { type: 'string', default: '4443' },
  'region-port': { type: 'string', multiple: true, default: [] as string[] },
  host: { type: 'string', default: '127.0.0.1' },
  'allow-host': { type: 'string', multiple: true, default: [] as string[] },
  'ca-file': { type: 'string' },
  seed: { type: 'string' },
  'print-seed': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  stay: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

class UsageError extends Error {}

/** As early as can be: who ends before this is never missed. */
const startedBy = startersOf(process.ppid)

try {
  const options = readOptions(process.argv.slice(2))
  if (options.help) console.log(usage)
  else if (options.printSeed) console.log(JSON.stringify(stockSeed, null, 2))
  else await run(options)
} catch (error) {
  console.error(printableLines(error instanceof Error ? error.message : String(error)))
  if (error instanceof UsageError) console.error('Try --help.')
  process.exitCode = error instanceof UsageError ? 2 : 1
}

interface Options {
  port: number
  httpsPort: number
  regionPorts: Partial<Record<Region, number>>
  host: string
  allowHosts: string[]
  caFile: string | undefined
  seed: string | undefined
  printSeed: boolean
  json: boolean
  stay: boolean
  help: boolean
}

function readOptions(args: string[]): Options {
  const values = parse(args)
  return {
    port: portNumber('--port', values.port),
    httpsPort: portNumber('--https-port', values['https-port']),
    regionPorts: Object.fromEntries(values['region-port'].map(regionPort)),
    host: hostName('--host', values.host),
    allowHosts: values['allow-host'].map((name) => hostName('--allow-host', name)),
    caFile: values['ca-file'],
    seed: values.seed,
    printSeed: values['print-seed'],
    json: values.json,
    stay: values.stay,
    help: values.help,
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS }).values
  } catch (error) {
    throw new UsageError(optionFault(error, Object.keys(OPTIONS)))
  }
}

function portNumber(option: string, given: string): number {
  const port = /^\d{1,5}$/.test(given) ? Number(given) : Number.NaN
  if (!(port <= 65_535)) throw new UsageError(`${option} must be a port number, not "${given}"`)
  return port
}

function hostName(option: string, given: string): string {
  if (!isHost(given)) throw new UsageError(`${option} must be a name or an address like chat.test, not "${given}"`)
  return given
}

function regionPort(given: string): [Region, number] {
  const [name, port = ''] = given.split('=')
  const region = regionNames.find((known) => known === name)
  if (!region) throw new UsageError(`--region-port must be like ${regionNames[0]}=4011, not "${given}"`)
  return [region, portNumber('--region-port', port)]
}

async function run({ json, stay, seed, caFile, host, allowHosts, ...ports }: Options): Promise<void> {
  const tell = json ? console.error : console.log
  if (!isLoopback(host)) {
    console.error(`Warning: ${host} can be reached from other machines, and nothing asks who calls the controls.`)
  }
  const { port, httpsPort, regionPorts } = ports
  const given = { ...(caFile !== undefined && { caFile }), ...(seed !== undefined && { seed }) }
  const chat = await startChat({ port, httpsPort, regionPorts, host, allowHosts, ...given, log: tell })
  tell(printableLines(welcome(chat, seed)))
  if (json) console.log(printable(readyLine(chat, seed)))
  const stop = () => void chat.close().then(() => process.exit(0))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  if (!stay) whenEnded(startedBy, stop)
}
