import {
  CreateSecretCommand,
  GetSecretValueCommand,
  InvalidRequestException,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'

/** What there is under a secret's name. `deleted` can still be restored; `empty` was created without a value. */
export type Stored =
  | { readonly state: 'absent' | 'deleted' | 'empty' | 'binary' }
  | { readonly state: 'text'; readonly text: string }

/** What a new secret is made with. */
export interface Making {
  readonly kmsKey: string | undefined
  readonly tags: Readonly<Record<string, string>>
}

/** An operator may be far from the region; still, nothing may hang for good. */
const requestHandler = { connectionTimeout: 5000, requestTimeout: 5000, throwOnRequestTimeout: true }

/** One app's secret in Secrets Manager. Rejects with the SDK's errors, which hold nothing of a value. */
export class SecretStore {
  readonly #client = new SecretsManagerClient({ requestHandler, maxAttempts: 2 })
  readonly #name: string

  constructor(name: string) {
    this.#name = name
  }

  async read(): Promise<Stored> {
    try {
      const { SecretString: text } = await this.#client.send(new GetSecretValueCommand({ SecretId: this.#name }))
      return text === undefined ? { state: 'binary' } : { state: 'text', text }
    } catch (error) {
      // The same words that lib reads (secret-store.ts): the names of these exceptions have other meanings as well.
      if (error instanceof InvalidRequestException && /deletion|was deleted/.test(error.message))
        return { state: 'deleted' }
      if (!(error instanceof ResourceNotFoundException)) throw error
      return { state: /\bsecret value\b/.test(error.message) ? 'empty' : 'absent' }
    }
  }

  async create(text: string, { kmsKey, tags }: Making): Promise<void> {
    await this.#client.send(
      new CreateSecretCommand({
        Name: this.#name,
        SecretString: text,
        Description: 'Credentials of a Chat app, read by the Chat gateway',
        ...(kmsKey !== undefined && { KmsKeyId: kmsKey }),
        ...(Object.keys(tags).length > 0 && { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }),
      }),
    )
  }

  /** The value before becomes AWSPREVIOUS. */
  async replace(text: string): Promise<void> {
    await this.#client.send(new PutSecretValueCommand({ SecretId: this.#name, SecretString: text }))
  }

  close(): void {
    this.#client.destroy()
  }
}
