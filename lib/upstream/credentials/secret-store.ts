import {
  GetSecretValueCommand,
  InvalidRequestException,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import { AwsRequests, sending } from '../../sockets/aws-requests.ts'
import { type AppSecret, parseSecret } from './app-secret.ts'
import { SecretFault } from './secret-fault.ts'
import { type Note, textOf } from './secret-spelling.ts'

export type Stage = 'AWSCURRENT' | 'AWSPREVIOUS'

/**
 * Reads one version of an app's secret; undefined where there is none. Throws when it cannot be had or used.
 * `note` hears of what was taken in spite of its spelling.
 */
export type ReadSecret = (app: string, stage: Stage, note?: Note) => Promise<AppSecret | undefined>

/**
 * What Secrets Manager says of a secret that is deleted and could still be restored, as the console deletes them. The exception has
 * other reasons, and no page of AWS's gives the wording: this is "…because it was marked for deletion." today, and
 * "…because it was deleted." before.
 */
const DELETED = /\b(?:(?:marked|scheduled) for deletion|was deleted)\b/

/**
 * What it says of a secret that is there and has no version with the label asked for, as one that was created without a value. To
 * that, too, it gives the name "resource not found".
 */
const LACKS_VERSION = /\bsecret value\b/

/** Secrets Manager through the SDK's standard settings; the client is made for the first read. */
export function readFromSecretsManager(prefix: string): ReadSecret {
  let client: SecretsManagerClient | undefined
  return async (app, stage, note = () => undefined) => {
    client ??= new SecretsManagerClient({
      requestHandler: new AwsRequests({ connectionTimeout: 1000, requestTimeout: 1500 }),
    })
    try {
      const { SecretString, SecretBinary } = await client.send(
        new GetSecretValueCommand({ SecretId: `${prefix}/${app}`, VersionStage: stage }),
        sending('harmless'),
      )
      return parseSecret(SecretString ?? textOf(SecretBinary ?? new Uint8Array(), note) ?? '', note)
    } catch (error) {
      if (!isAbsence(error)) throw error
      if (stage === 'AWSCURRENT' && LACKS_VERSION.test(error.message)) throw new SecretFault(VALUELESS)
      return undefined
    }
  }
}

const VALUELESS = 'it has no value labelled AWSCURRENT; give it one (aws secretsmanager put-secret-value)'

const isAbsence = (error: unknown): error is Error =>
  error instanceof ResourceNotFoundException ||
  (error instanceof InvalidRequestException && DELETED.test(error.message))
