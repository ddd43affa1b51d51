import { parseArgs } from 'node:util'
import type { LocalOptions } from './aws/options.ts'
import { isHost } from './chat/guard.ts'
import { optionFault } from './chat/option-fault.ts'

export const USAGE = `Usage: npm start -- [options]

Builds the functions and brings up, on 127.0.0.1, the Chat emulator, its secrets, DynamoDB, SQS, EventBridge,
Lambda's Invoke and the gateway.

  --port N           the gateway's port (4000); 0 takes any free one, here and below
  --chat-port N      the Chat emulator's (4010)
  --secrets-port N   the Secrets Manager stand-in's (4020)
  --tables-port N    the DynamoDB stand-in's (4030)
  --queues-port N    the SQS stand-in's (4040)
  --bus-port N       the EventBridge stand-in's (4050)
  --lambda-port N    the Lambda stand-in's (4060)
  --allow-host NAME  a name by which they may be called beside localhost, may be repeated
  --instances N      most processes of a function (10); a request beyond that waits for one of them
  --seed FILE        apps, accounts and friends of the emulator (local/chat/seed.json)
  --stage NAME       take the settings from stages/NAME.yml, as a deployment of that stage does
  --verbose          show all that the functions log, not just warnings and errors
  --help             show this

Without --stage the settings of docs/settings.md can be set in the environment:
  LOG_LEVEL=DEBUG npm start -- --verbose`

const FLAGS = {
  port: { type: 'string', default: '4000' },
  'chat-port': { type: 'string', default: '4010' },
  'secrets-port': { type: 'string', default: '4020' },
  'tables-port': { type: 'string', default: '4030' },
  'queues-port': { type: 'string', default: '4040' },
  'bus-port': { type: 'string', default: '4050' },
  'lambda-port': { type: 'string', default: '4060' },
  'allow-host': { type: 'string', multiple: true, default: [] as string[] },
  instances: { type: 'string', default: '10' },
  seed: { type: 'string' },
  stage: { type: 'string' },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

/** A mistake on the command line: exit code 2, as the shell's own commands have it. */
export class UsageError extends Error {}

/** What is asked for, or undefined where that is help. */
export function readFlags(args: string[]): LocalOptions | undefined {
  const flags = parse(args)
  if (flags.help) return undefined
  return {
    port: whole('--port', flags.port, 0, 65_535),
    chatPort: whole('--chat-port', flags['chat-port'], 0, 65_535),
    secretsPort: whole('--secrets-port', flags['secrets-port'], 0, 65_535),
    tablesPort: whole('--tables-port', flags['tables-port'], 0, 65_535),
    queuesPort: whole('--queues-port', flags['queues-port'], 0, 65_535),
    busPort: whole('--bus-port', flags['bus-port'], 0, 65_535),
    lambdaPort: whole('--lambda-port', flags['lambda-port'], 0, 65_535),
    allowHosts: flags['allow-host'].map(hostName),
    instances: whole('--instances', flags.instances, 1, 1000),
    seed: flags.seed,
    stage: flags.stage,
    verbose: flags.verbose,
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: FLAGS }).values
  } catch (error) {
    throw new UsageError(optionFault(error, Object.keys(FLAGS)))
  }
}

function hostName(given: string): string {
  if (isHost(given)) return given
  throw new UsageError(`--allow-host must be a name like gateway.test, not "${given}".`)
}

function whole(flag: string, text: string, min: number, max: number): number {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (value >= min && value <= max) return value
  throw new UsageError(`${flag} must be a whole number from ${min} to ${max}, not "${text}".`)
}
