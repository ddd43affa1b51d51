import { type ExitCode, exitCodes, Mistake } from '../../client/src/cli/exit-codes.ts'
import type { AppSecret } from '../../lib/upstream/credentials/app-secret.ts'
import { SecretFault } from '../../lib/upstream/credentials/secret-fault.ts'
import type { Note } from '../../lib/upstream/credentials/secret-spelling.ts'
import { type AwsTroubleKind, awsAnswerOf, awsTroubleOf } from '../aws-trouble.ts'
import { TRY_AGAIN } from './doctor/finding.ts'
import { type Place, regionCure } from './place.ts'

/** `fault` where the secret was read, and what it says can't be used; `other` where AWS says what is nobody's mistake here. */
type SecretTroubleKind = AwsTroubleKind | 'fault' | 'other'

/** Why a secret can't be had: what is so, and what mends it. */
export class SecretTrouble extends Mistake {
  readonly kind: SecretTroubleKind
  readonly says: string
  readonly cure: string

  constructor(kind: SecretTroubleKind, says: string, cure: string) {
    super(`${says} ${cure}`, exits[kind])
    this.kind = kind
    this.says = says
    this.cure = cure
  }
}

const exits: Readonly<Record<SecretTroubleKind, ExitCode>> = {
  unreachable: exitCodes.unreachable,
  credentials: exitCodes.credentials,
  denied: exitCodes.credentials,
  absent: exitCodes.usage,
  'no region': exitCodes.usage,
  fault: exitCodes.some,
  other: exitCodes.some,
}

/** Reads an app's secret as the gateway does. @throws SecretTrouble */
export async function readSecret(place: Place, app: string, note?: Note): Promise<AppSecret> {
  const name = `${place.secretPrefix}/${app}`
  const { readFromSecretsManager } = await import('../../lib/upstream/credentials/secret-store.ts')
  const found = await readFromSecretsManager(place.secretPrefix)(app, 'AWSCURRENT', note).catch((error: unknown) => {
    throw troubleOf(error, name, place)
  })
  if (found) return found
  throw new SecretTrouble(
    'absent',
    `There is no secret ${name}.`,
    'Create it (docs/deploy.md), or check --app, --stage, --region, and CHAT_SECRET_PREFIX where the deployment has set it.',
  )
}

function troubleOf(error: unknown, name: string, { isLocal, lack }: Place): unknown {
  if (error instanceof SecretFault)
    return new SecretTrouble('fault', `The secret ${name} can’t be used: ${error.message}.`, 'Mend that.')
  const trouble = awsTroubleOf(error)
  const answer = awsAnswerOf(error)
  if (!trouble && answer !== undefined)
    return new SecretTrouble('other', `The secret ${name} can’t be read (${answer}).`, TRY_AGAIN)
  if (!trouble) return error
  const start = isLocal ? 'Start everything first: npm start' : 'Check the network and --region.'
  const cures: Readonly<Record<AwsTroubleKind, string>> = {
    unreachable: start,
    credentials: 'Sign in to AWS, or name credentials: --profile NAME.',
    denied: 'It takes secretsmanager:GetSecretValue on it, and kms:Decrypt where it has a key of its own.',
    absent: 'Check --app, --stage and --region.',
    'no region': regionCure(lack),
  }
  return new SecretTrouble(trouble.kind, `The secret ${name} can’t be read (${trouble.says}).`, cures[trouble.kind])
}
