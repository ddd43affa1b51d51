import { gunzipSync, gzipSync } from 'node:zlib'

/** What can't be done, put away for an operator. */
export interface Letter {
  /** A code of ours, or what else was wrong. */
  readonly reason: string
  readonly operation: string
  readonly app: string
  /** What a redrive needs: the job's id, or the event itself. */
  readonly content: Readonly<Record<string, unknown>>
  /** A FIFO queue wants to know the message's group, and what tells it from a repeat of itself. */
  readonly fifo?: { readonly group: string; readonly deduplicationId: string }
}

/** A message holds 256 kB where its queue was not told of more, and an event alone may have as much. */
const MOST_PLAIN_BYTES = 200_000

/**
 * SQS takes the characters that XML can hold (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html).
 * Of the others JSON leaves two as they are; pairs of surrogates go with them, since not every reader of such texts takes those.
 */
const NOT_XML = /[\ud800-\udfff\ufffe\uffff]/g

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16)}`

/**
 * A letter's text: JSON, its content packed where it would be too large. Of content nested too deeply to be written only that is
 * told: no request is, so there is nothing to redrive.
 */
export function writeLetter({ reason, operation, app, content }: Letter): string {
  const text =
    textOf({ reason, operation, app, ...content }) ?? JSON.stringify({ reason, operation, app, ...tooDeep(content) })
  const plain = text.replace(NOT_XML, escaped)
  if (Buffer.byteLength(plain) <= MOST_PLAIN_BYTES) return plain
  const packed = gzipSync(JSON.stringify(content)).toString('base64')
  return JSON.stringify({ reason, operation, app, packed })
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
    return { ...members, ...JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString()) }
  } catch {
    return {}
  }
}
