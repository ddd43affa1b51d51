import { run } from '../client/src/cli/program.ts'
import { ownTerminal } from '../client/src/cli/terminal.ts'
import { addOperators } from './cli/operators.ts'

process.exitCode = await run(process.argv.slice(2), ownTerminal(), { name: 'npm run -s cli --', add: addOperators })
