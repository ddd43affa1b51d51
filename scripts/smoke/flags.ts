import { parseArgs } from 'node:util'
import { Mistake } from '../../client/src/cli/exit-codes.ts'
import { optionFault } from '../../local/chat/option-fault.ts'

const OPTIONS = {
  stage: { type: 'string' },
  url: { type: 'string' },
  region: { type: 'string' },
  profile: { type: 'string' },
  app: { type: 'string' },
  account: { type: 'string' },
  events: { type: 'boolean', default: false },
  'bus-url': { type: 'string' },
  expect: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

export interface Flags {
  readonly stage: string | undefined
  readonly url: string | undefined
  readonly region: string | undefined
  readonly profile: string | undefined
  /** Empty where none is named. */
  readonly apps: readonly string[]
  readonly account: string | undefined
  readonly events: boolean
  readonly busUrl: string | undefined
  readonly expect: string | undefined
  readonly json: boolean
}

/** Reads the command line; undefined where it asks for help. @throws Mistake */
export function readFlags(args: string[]): Flags | undefined {
  const given = parse(args)
  if (given.help) return undefined
  const { stage, url, region, profile, account, events, 'bus-url': busUrl, expect, json } = given
  if (stage === undefined && url === undefined)
    throw new Mistake('Say what to try: --stage NAME, or --url URL, which is http://127.0.0.1:4000 for npm start.')
  if (stage !== undefined && !/^[A-Za-z\d-]{1,40}$/.test(stage))
    throw new Mistake(`--stage must be the name of a stage, such as prod, not "${stage}".`)
  for (const [flag, address] of [
    ['--url', url],
    ['--bus-url', busUrl],
  ] as const)
    if (address !== undefined && !URL.canParse(address))
      throw new Mistake(`${flag} must be an address such as https://…, not "${address}".`)
  if (events && account === undefined)
    throw new Mistake('--events waits for the result of a write: name an --account for it.')
  if (events && stage === undefined)
    throw new Mistake('--events needs --stage, which says where the bus is. That of npm start is watched without it.')
  if (account === '' || expect === '') throw new Mistake(`--${account === '' ? 'account' : 'expect'} is empty.`)
  return { stage, url, region, profile, apps: appsIn(given.app), account, events, busUrl, expect, json }
}

function appsIn(text: string | undefined): readonly string[] {
  const apps = text === undefined ? [] : text.split(',').map((app) => app.trim())
  const wrong = apps.find((app) => !/^[\w-]{1,64}$/.test(app))
  if (wrong !== undefined)
    throw new Mistake(`--app must be the name of an app, or several with commas, not "${wrong}".`)
  return [...new Set(apps)]
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: false }).values
  } catch (error) {
    throw new Mistake(optionFault(error, Object.keys(OPTIONS)))
  }
}
