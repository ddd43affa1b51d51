import {
  GetSecretValueCommand,
  InvalidRequestException,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import { AwsRequests, sending } from '../../sockets/aws-requests.ts'
import { type AppSecret, parseSecret } from './app-secret.ts'

export type Stage = 'AWSCURRENT' | 'AWSPREVIOUS'

/** Reads one version of an app's secret; undefined where there is none. Throws when it cannot be had or used. */
export type ReadSecret = (app: string, stage: Stage) => Promise<AppSecret | undefined>

/**
 * What Secrets Manager says of a secret that is deleted and could still be restored, as the console deletes them. The exception has
 * other reasons, and no page of AWS's gives the wording: this is "…because it was marked for deletion." today, and
 * "…because it was deleted." before.
 */
const DELETED = /\b(?:(?:marked|scheduled) for deletion|was deleted)\b/

/** Secrets Manager through the SDK's standard settings; the client is made for the first read. */
export function readFromSecretsManager(prefix: string): ReadSecret {
  let client: SecretsManagerClient | undefined
  return async (app, stage) => {
    client ??= new SecretsManagerClient({
      requestHandler: new AwsRequests({ connectionTimeout: 1000, requestTimeout: 1500 }),
    })
    try {
      const { SecretString } = await client.send(
        new GetSecretValueCommand({ SecretId: `${prefix}/${app}`, VersionStage: stage }),
        sending('harmless'),
      )
      return parseSecret(SecretString ?? '')
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined
      if (error instanceof InvalidRequestException && DELETED.test(error.message)) return undefined
      throw error
    }
  }
}
