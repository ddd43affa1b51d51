import { type AwsTroubleKind, awsAnswerOf, awsTroubleOf } from '../../aws-trouble.ts'
import { type Place, regionCure } from '../place.ts'

/** `note`: it works, and something about it should be mended. `unseen`: it could not be looked at. `left`: there is nothing to look at. */
export type State = 'well' | 'note' | 'fault' | 'unseen' | 'left'

/** What one look has found. */
export interface Finding {
  readonly what: string
  readonly state: State
  readonly says: string
  readonly cure?: string
  /** It could not be looked at, since AWS takes no credentials. */
  readonly lacksCredentials?: true
}

/** Whose permission a look takes, beside what it is of. */
interface Look {
  readonly what: string
  readonly name: string
  readonly permission: string
}

/** Where AWS says something that is nobody's mistake here. */
export const TRY_AGAIN = 'Try again; if it stays so, see what stands between here and AWS.'

/** What it means that a thing of AWS's could not be looked at. Rethrows what is no word of AWS's. */
export function findingOf(error: unknown, { what, name, permission }: Look, place: Place): Finding {
  const trouble = awsTroubleOf(error)
  const answer = awsAnswerOf(error)
  if (!trouble && answer === undefined) throw error
  if (!trouble) return { what, state: 'unseen', says: `${name}: ${answer}`, cure: TRY_AGAIN }
  const { kind, says } = trouble
  const cures: Readonly<Record<AwsTroubleKind, string>> = {
    unreachable: place.isLocal ? 'Start everything first: npm start' : 'Check the network and --region.',
    credentials: 'Sign in to AWS, or name credentials: --profile NAME.',
    denied: `It takes ${permission}.`,
    absent: 'Deploy the stage, or check --stage and --region.',
    'no region': regionCure(place.lack),
  }
  const state = kind === 'absent' ? 'fault' : 'unseen'
  return { what, state, says: `${name}: ${says}`, cure: cures[kind], ...lackOf(kind) }
}

/** Tells a lack of credentials apart: the exit code has a number of its own for it. */
export const lackOf = (kind: string): Pick<Finding, 'lacksCredentials'> =>
  kind === 'credentials' ? { lacksCredentials: true } : {}
