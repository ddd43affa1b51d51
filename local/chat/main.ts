import { parseArgs } from 'node:util'
import { endpointLines } from './help.ts'
import { type Chat, defaultSeed, startChat } from './index.ts'
import { type Region, regionNames } from './regions.ts'
import { readSeed } from './seed.ts'

const usage = `Usage: npm run emulator -- [options]

  --port N                 http (default 4010; 0 for any free port)
  --https-port N           https (default 4443; 0 for any free port)
  --region-port REGION=N   a further http port that serves one region only, may be repeated
                           (${regionNames.join(', ')})
  --seed FILE              apps, accounts and limits (default local/chat/seed.json)
  --help                   this text`

class UsageError extends Error {}

try {
  const options = readOptions(process.argv.slice(2))
  if (options.help) console.log(usage)
  else await run(options)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  if (error instanceof UsageError) console.error('Try --help.')
  process.exitCode = 1
}

interface Options {
  port: number
  httpsPort: number
  regionPorts: Partial<Record<Region, number>>
  seed: string
  help: boolean
}

function readOptions(args: string[]): Options {
  const values = parse(args)
  return {
    port: portNumber('--port', values.port),
    httpsPort: portNumber('--https-port', values['https-port']),
    regionPorts: Object.fromEntries(values['region-port'].map(regionPort)),
    seed: values.seed,
    help: values.help,
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string', default: '4010' },
        'https-port': { type: 'string', default: '4443' },
        'region-port': { type: 'string', multiple: true, default: [] },
        seed: { type: 'string', default: defaultSeed },
        help: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function portNumber(option: string, given: string): number {
  const port = /^\d{1,5}$/.test(given) ? Number(given) : Number.NaN
  if (!(port <= 65_535)) throw new UsageError(`${option} must be a port number, not "${given}"`)
  return port
}

function regionPort(given: string): [Region, number] {
  const [name, port = ''] = given.split('=')
  const region = regionNames.find((known) => known === name)
  if (!region) throw new UsageError(`--region-port must be like ${regionNames[0]}=4011, not "${given}"`)
  return [region, portNumber('--region-port', port)]
}

async function run({ seed, port, httpsPort, regionPorts }: Options): Promise<void> {
  const chat = await startChat({ port, httpsPort, regionPorts, seed, log: console.log })
  console.log(welcome(chat, seed))
  process.once('SIGINT', () => chat.close())
  process.once('SIGTERM', () => chat.close())
}

function welcome(chat: Chat, seed: string): string {
  const apps = [...readSeed(seed).apps.values()]
  const first = apps[0]!
  const column = (text: string | number) => String(text).padEnd(16)
  return [
    `Chat emulator on ${chat.url} and ${chat.httpsUrl} (a certificate made just now)`,
    ...Object.entries(chat.regionUrls ?? {}).map(([region, url]) => `  ${url} serves ${region} only`),
    '',
    `${['App', 'SDKAppID', 'Region', 'Admin'].map(column).join('')}Accounts`,
    ...apps.map(({ name, sdkAppId, region, admins, accounts }) => {
      const people = [...accounts.keys()].filter((userId) => !admins.includes(userId))
      return `${[name, sdkAppId, region, admins[0]!].map(column).join('')}${people.join(' ')}`
    }),
    '',
    `The demo keys stand in ${seed} (secretKey). A call of an admin:`,
    `  POST ${chat.url}/v4/sns/friend_update?sdkappid=${first.sdkAppId}&identifier=${first.admins[0]}&usersig=…&random=1&contenttype=json`,
    'Control:',
    ...endpointLines(),
    `Help: ${chat.url}/ and local/chat/README.md. Ctrl-C stops.`,
  ].join('\n')
}
