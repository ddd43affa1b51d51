import './aws/require-node.mjs'
import { build } from '../scripts/build.ts'
import { StageFault } from '../scripts/stages/stage.ts'
import type { LocalOptions } from './aws/options.ts'
import { forTerminal } from './aws/paint.ts'
import { StartError } from './aws/start-error.ts'
import { startLocal } from './aws/start-local.ts'
import { welcome } from './aws/welcome.ts'
import { printableLines } from './chat/printable.ts'
import { whenEnded } from './chat/starter.ts'
import { readFlags, USAGE, UsageError } from './start-flags.ts'

async function start(options: LocalOptions): Promise<void> {
  await build()
  const local = await startLocal({ ...options, log: console.log, paint: forTerminal(process.stdout) })
  const stop = () => void local.close().then(() => process.exit(0))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  // npm hands a SIGTERM to the shell it runs us in, and that one dies without handing it on.
  if (process.env.npm_lifecycle_event === 'start') whenEnded([process.ppid], stop)
  console.log(printableLines(await welcome(local)))
}

try {
  const options = readFlags(process.argv.slice(2))
  if (options) await start(options)
  else console.log(USAGE)
} catch (error) {
  const { message, stack = message } = error as Error
  if (error instanceof UsageError) console.error(printableLines(`${message}\nSee npm start -- --help`))
  else console.error(printableLines(error instanceof StartError || error instanceof StageFault ? message : stack))
  process.exit(error instanceof UsageError ? 2 : 1)
}
