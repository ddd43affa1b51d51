import { ownTerminal } from '../client/src/cli/terminal.ts'
import { main } from './secret/main.ts'

process.exitCode = await main(process.argv.slice(2), ownTerminal())
