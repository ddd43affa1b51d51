import type { Command } from 'commander'
import { addCommand, type Context } from '../../client/src/cli/command.ts'
import { connect, urlOf } from '../../client/src/cli/connect.ts'
import { type ExitCode, exitCodes, Mistake } from '../../client/src/cli/exit-codes.ts'
import type { Colour } from '../../client/src/cli/terminal.ts'
import { checkBus, checkQueues, checkTables } from './doctor/aws.ts'
import type { Finding, State } from './doctor/finding.ts'
import { checkGateway } from './doctor/gateway.ts'
import { checkSecret } from './doctor/secret.ts'
import { appOption, enterPlace, type Place, type WhereOptions, whereOptions } from './place.ts'

interface DoctorOptions extends WhereOptions {
  readonly app: string
}

/** `doctor`: looks at all that a gateway stands on, and says of each what is wrong and what mends it. */
export function addDoctor(program: Command, context: Context): void {
  addCommand<DoctorOptions>(program, context, {
    name: 'doctor',
    summary: 'looks at all that a gateway stands on, with a cure for each fault',
    description:
      'Looks at an app’s secret and its members, its region, Chat’s hosts, the clock, a signed read, the tables, the queues, the bus, ' +
      'and, where --url says where it is, the gateway. It changes nothing, and shows no key. What you may not look at it says; as ' +
      'nobody knows then whether that is well, it ends with 1, as for a fault.',
    args: [],
    options: [appOption(), ...whereOptions()],
    examples: ['doctor --stage prod --region ap-southeast-1 --profile admin', 'doctor --local'],
    run: async (_, options) => {
      const place = enterPlace(options)
      // A slip of whoever types is no fault of the gateway's: it is told before anything is looked at.
      if (urlOf(options, context) !== undefined) connect(options, context)
      const findings: Finding[] = []
      for await (const finding of examine(place, options, context)) {
        context.terminal.signal.throwIfAborted()
        findings.push(finding)
        if (!options.json) show(finding, context)
      }
      return conclude(findings, options, context)
    },
  })
}

async function* examine(place: Place, options: DoctorOptions, context: Context): AsyncGenerator<Finding> {
  const { finding: told, secret } = await checkSecret(place, options.app)
  yield* told
  if (secret) {
    const { checkClock, checkHosts, checkRead } = await loadGateway()
    yield* await checkHosts(secret)
    yield await checkClock(secret)
    yield await checkRead(secret, options.app, place)
  }
  yield* await checkTables(place)
  yield* await checkQueues(place)
  yield await checkBus(place)
  yield await checkGateway(place, options, context)
}

/** The gateway's own code, which does the signed read: no other command needs it, and its schemas must have been compiled. */
async function loadGateway(): Promise<typeof import('./doctor/chat.ts')> {
  try {
    return await import('./doctor/chat.ts')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new Mistake('The schemas are not compiled yet. Run npm run build first.')
  }
}

const marks: Readonly<Record<State, readonly [mark: string, colour: Colour]>> = {
  well: ['ok', 'green'],
  note: ['note', 'yellow'],
  fault: ['FAULT', 'red'],
  unseen: ['unseen', 'yellow'],
  left: ['-', 'bold'],
}

function show({ what, state, says, cure }: Finding, { terminal }: Context): void {
  const [mark, colour] = marks[state]
  terminal.print(`${mark.padEnd(8)}${what.padEnd(14)}${says}`, state === 'left' ? undefined : colour)
  if (cure !== undefined) terminal.print(`${' '.repeat(22)}${cure}`)
}

function conclude(findings: readonly Finding[], { json }: DoctorOptions, { terminal }: Context): ExitCode {
  const count = (state: State) => findings.filter((finding) => finding.state === state).length
  const [faults, unseen] = [count('fault'), count('unseen')]
  if (json) terminal.print(JSON.stringify(findings, null, 2))
  else
    terminal.print(
      `${faults === 0 ? 'No fault' : `${faults} ${faults === 1 ? 'fault' : 'faults'}`}${unseen > 0 ? `, ${unseen} not seen` : ''}.`,
    )
  if (findings.some(({ lacksCredentials }) => lacksCredentials)) return exitCodes.credentials
  return faults + unseen > 0 ? exitCodes.some : exitCodes.ok
}
