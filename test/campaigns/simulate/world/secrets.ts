import { parseSecret } from '../../../../lib/upstream/credentials/app-secret.ts'
import type { ReadSecret } from '../../../../lib/upstream/credentials/secret-store.ts'
import type { Client, Service } from './service.ts'

/** Secrets Manager: of each app's secret the current version and the one before. */
export class Secrets {
  readonly #versions = new Map<string, readonly [current: string, previous?: string]>()

  /** Gives the secret a new version. */
  publish(app: string, text: string): void {
    const [before] = this.#versions.get(app) ?? []
    this.#versions.set(app, before === undefined ? [text] : [text, before])
  }

  read(app: string, stage: 'AWSCURRENT' | 'AWSPREVIOUS'): string | undefined {
    return this.#versions.get(app)?.[stage === 'AWSCURRENT' ? 0 : 1]
  }
}

/** As the gateway's own client is set. */
const PATIENCE_MS = 1500
const TRIES = 3

/** A reader of the simulated secrets. */
export const readFrom =
  (secrets: Secrets, service: Service, client: Client): ReadSecret =>
  async (app, stage) => {
    const apply = () => secrets.read(app, stage)
    const text = await service.ask({ client, apply, patienceMs: PATIENCE_MS, tries: TRIES })
    return text === undefined ? undefined : parseSecret(text)
  }
