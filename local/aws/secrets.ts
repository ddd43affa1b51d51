import { createHash, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { arnOf } from './account.ts'
import { answerCall, Refusal } from './aws-json.ts'
import { closeNow, listen } from './listen.ts'

export interface SecretsOptions {
  port: number
  host?: string | undefined
  allowHosts?: readonly string[] | undefined
  /** Secret name → value; a string stands as it is (so that broken JSON can be served), anything else as its JSON. */
  secrets: Record<string, unknown>
}

export interface Secrets {
  /** What AWS_ENDPOINT_URL_SECRETS_MANAGER takes. */
  url: string
  /** A new version: it becomes AWSCURRENT, the one before it AWSPREVIOUS, and the one before that is gone. */
  put(name: string, value: unknown): void
  /** Deletes it, at once and for good. */
  remove(name: string): void
  close(): Promise<void>
}

interface Version {
  id: string
  string: string
  createdAt: number
}

/** Newest first; at most the two that carry a staging label. */
type Store = Map<string, Version[]>

interface Question {
  Name?: unknown
  SecretString?: unknown
  SecretId?: unknown
  VersionId?: unknown
  VersionStage?: unknown
}

const STAGES = ['AWSCURRENT', 'AWSPREVIOUS']

/**
 * Secrets Manager's GetSecretValue, CreateSecret and PutSecretValue over its real protocol (AWS JSON 1.1), for the SDK's own client.
 * A request must be signed, but the signature isn't checked.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
export async function startSecrets(options: SecretsOptions): Promise<Secrets> {
  const store: Store = new Map()
  const put = (name: string, value: unknown) => {
    const string = typeof value === 'string' ? value : JSON.stringify(value)
    const version = { id: randomUUID(), string, createdAt: Date.now() / 1000 }
    store.set(name, [version, ...(store.get(name) ?? [])].slice(0, STAGES.length))
  }
  for (const [name, value] of Object.entries(options.secrets)) put(name, value)
  const server = createServer((request, response) => {
    // A client that goes away while it asks gets no answer, and harms no other.
    answerCall<Question>(request, response, {
      'secretsmanager.GetSecretValue': (question) => getSecretValue(store, question),
      'secretsmanager.CreateSecret': ({ Name, SecretString }) => {
        const name = nameIn(Name, 'Name')
        if (store.has(name)) {
          throw new Refusal(
            'ResourceExistsException',
            `The operation failed because the secret ${name} already exists.`,
          )
        }
        put(name, nameIn(SecretString, 'SecretString'))
        return writtenAs(store, name)
      },
      'secretsmanager.PutSecretValue': ({ SecretId, SecretString }) => {
        const name = knownIn(store, SecretId)
        put(name, nameIn(SecretString, 'SecretString'))
        return writtenAs(store, name)
      },
    }).catch(() => response.destroy())
  })
  const url = await listen(server, { ...options, what: 'the Secrets Manager stand-in', flag: '--secrets-port' })
  const remove = (name: string) => void store.delete(name)
  return { url, put, remove, close: () => closeNow(server) }
}

function nameIn(value: unknown, member: string): string {
  if (typeof value === 'string' && value !== '') return value
  throw new Refusal('InvalidParameterException', `You must provide ${member}.`)
}

/** The name of a secret that there is. */
function knownIn(store: Store, SecretId: unknown): string {
  const id = nameIn(SecretId, 'SecretId')
  const name = id.startsWith('arn:') ? nameOf(id) : id
  if (store.has(name)) return name
  throw new Refusal('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
}

const writtenAs = (store: Store, name: string) => ({
  ARN: secretArn(name),
  Name: name,
  VersionId: store.get(name)?.[0]?.id,
  VersionStages: [STAGES[0]],
})

function getSecretValue(store: Store, { SecretId, VersionId, VersionStage }: Question): object {
  const name = knownIn(store, SecretId)
  const versions = store.get(name) ?? []
  const at = VersionId === undefined ? byStage(VersionStage ?? STAGES[0], versions) : byId(VersionId, versions)
  const version = versions[at]!
  if (VersionStage !== undefined && VersionStage !== STAGES[at]) {
    const mismatch = 'You provided a VersionStage that is not associated to the provided VersionId.'
    throw new Refusal('InvalidRequestException', mismatch)
  }
  return {
    ARN: secretArn(name),
    Name: name,
    VersionId: version.id,
    SecretString: version.string,
    VersionStages: [STAGES[at]],
    CreatedDate: version.createdAt,
  }
}

function byStage(stage: unknown, versions: Version[]): number {
  const at = STAGES.indexOf(String(stage))
  if (versions[at] !== undefined) return at
  throw new Refusal(
    'ResourceNotFoundException',
    `Secrets Manager can't find the specified secret value for staging label: ${stage}`,
  )
}

function byId(id: unknown, versions: Version[]): number {
  const at = versions.findIndex((version) => version.id === id)
  if (at >= 0) return at
  throw new Refusal(
    'ResourceNotFoundException',
    `Secrets Manager can't find the specified secret value for VersionId: ${id}`,
  )
}

/** AWS adds a dash and six random characters to the name; here they follow from the name, so that an ARN stays good over a restart. */
function secretArn(name: string): string {
  const suffix = createHash('sha256').update(name).digest('hex').slice(0, 6)
  return arnOf('secretsmanager', `secret:${name}-${suffix}`)
}

function nameOf(arn: string): string {
  const name = arn
    .split(':')
    .slice(6)
    .join(':')
    .replace(/-.{6}$/, '')
  return secretArn(name) === arn ? name : arn
}
