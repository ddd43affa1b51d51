import { gunzipSync, gzipSync } from 'node:zlib'

/** What can't be done, put away for an operator. */
export interface Letter {
  /** A code of ours, or what else was wrong. */
  readonly reason: string
  readonly operation: string
  readonly app: string
  /** What a redrive needs: the job's id, or the event itself. */
  readonly content: Readonly<Record<string, unknown>>
  /** What is kept where the content has no room in a message: a few short texts. */
  readonly brief?: Readonly<Record<string, string | undefined>>
  /** A FIFO queue wants to know the message's group, and what tells it from a repeat of itself. */
  readonly fifo?: { readonly group: string; readonly deduplicationId: string }
}

/** Of what is larger most is repetition: packed it is a fraction, and quick to receive and to copy. */
const MOST_PLAIN_BYTES = 200_000
/** A message of our queues holds 1 MiB (resources/queues.yml), the names and values of its attributes included. */
const MOST_BYTES = 1_040_000

/** What anybody can have packed: more than a message's worth of escaped characters is nothing of ours. */
const MOST_UNPACKED_BYTES = 16_777_216

/**
 * SQS takes the characters that XML can hold (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html).
 * Of the others JSON leaves two as they are; pairs of surrogates go with them, since not every reader of such texts takes those.
 */
const NOT_XML = /[\ud800-\udfff\ufffe\uffff]/g

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16)}`

/**
 * A letter's text: JSON, its content packed where it is large, and left out where even that has no room: then the letter says how
 * many bytes it had. Of content nested too deeply to be written only that is told: no request is, so there is nothing to redrive.
 */
export function writeLetter({ reason, operation, app, content, brief }: Letter): string {
  const text =
    textOf({ reason, operation, app, ...content }) ?? JSON.stringify({ reason, operation, app, ...tooDeep(content) })
  const plain = text.replace(NOT_XML, escaped)
  if (Buffer.byteLength(plain) <= MOST_PLAIN_BYTES) return plain
  const whole = JSON.stringify(content)
  const packed = JSON.stringify({ reason, operation, app, packed: gzipSync(whole).toString('base64') })
  if (packed.length <= MOST_BYTES) return packed
  const leftOutBytes = Buffer.byteLength(whole)
  return JSON.stringify({ reason, operation, app, ...brief, leftOutBytes }).replace(NOT_XML, escaped)
}

const tooDeep = (content: Letter['content']) =>
  Object.fromEntries(Object.keys(content).map((name) => [name, 'nested too deeply to be written']))

function textOf(value: object): string | undefined {
  try {
    return JSON.stringify(value)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** What a letter's text says, unpacked; nothing where it is not JSON, or not an object. */
export function readLetter(text: string): Readonly<Record<string, unknown>> {
  try {
    const { packed, ...members } = Object(JSON.parse(text))
    if (typeof packed !== 'string') return { ...members, ...(packed !== undefined && { packed }) }
    const content = gunzipSync(Buffer.from(packed, 'base64'), { maxOutputLength: MOST_UNPACKED_BYTES })
    return { ...members, ...JSON.parse(content.toString()) }
  } catch {
    return {}
  }
}

/**
 * What the order of a letter's job was when it was laid down. Letters of an earlier version have it in their deduplication id alone,
 * `{jobId}-{order}`, which a letter may lose when it is moved.
 */
export function orderIn({ jobId, order }: Readonly<Record<string, unknown>>, deduplicationId = ''): number | undefined {
  if (typeof order === 'number') return order
  const [, digits] = /-(\d+)$/.exec(deduplicationId) ?? []
  return digits !== undefined && deduplicationId === `${jobId}-${digits}` ? Number(digits) : undefined
}
