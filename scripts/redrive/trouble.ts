import { setTimeout } from 'node:timers/promises'
import { StateUnavailable } from '../../lib/ledger/state-table.ts'
import { type AwsTroubleKind, awsTroubleOf } from '../aws-trouble.ts'

/** What stands in the way of all letters alike, told with its cure. */
export class Trouble extends Error {}

const CURES: Readonly<Record<AwsTroubleKind, string>> = {
  unreachable:
    'It can’t be reached. With --local, is npm start running, on these ports? Otherwise check the network and the region.',
  credentials: 'There are no credentials that AWS takes: sign in, or name those to use, such as AWS_PROFILE=name.',
  denied: 'You lack the permission. docs/redrive.md lists what a redrive needs.',
  absent: 'There is no such thing there. Check --stage (or the names in the environment), the region and the account.',
  'no region': 'Give --region, or set AWS_REGION.',
}

/**
 * The trouble that an error tells of; undefined for what may be one letter's alone.
 * @param lack that the stage has no file here, which may be why
 */
export function troubleOf(error: unknown, what: string, lack?: string): Trouble | undefined {
  if (error instanceof Trouble) return error
  const trouble = awsTroubleOf(error)
  if (!trouble) return undefined
  const { kind, says } = trouble
  const told = kind === 'no region' ? `no region is set. ${CURES[kind]}` : `${says}\n${CURES[kind]}`
  const hint = lack !== undefined && (kind === 'no region' || kind === 'absent') ? ` ${lack}` : ''
  return new Trouble(`${what}: ${told}${hint}`, { cause: error })
}

const MOST_TRIES = 3
const WAIT_MS = 250

/** Tries again what lib gives up soon: a function's caller can't wait, but an operator far away from the region can. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (tries === MOST_TRIES || !(error instanceof StateUnavailable)) throw error
    }
    await setTimeout(WAIT_MS * tries)
  }
}
