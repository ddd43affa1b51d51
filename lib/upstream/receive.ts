import type http from 'node:http'
import { type Coding, codingOf, Oversize, unpack } from '../sockets/codings.ts'
import type { Patience } from './patience.ts'
import { type Place, Room } from './room.ts'

/** The answer to one HTTP request, as far as it came. */
export interface Received {
  readonly kind: 'reply'
  readonly status: number
  readonly text: string
  /** What its `Date` header says, in Unix milliseconds, by the second; undefined where that is missing or unreadable. */
  readonly date?: number | undefined
  readonly contentType?: string | undefined
  /** Of its body as it came over the wire. */
  readonly bytes?: number
}

/** An answer with HTTP 200 that could not be read to its end. */
export interface Unread {
  readonly kind: 'lost'
  readonly reason: 'cut' | 'oversize' | 'undecodable'
}

/** A reply to 1,000 items with the longest texts stays far below; what is larger is no answer of Chat's. */
const MOST_REPLY_BYTES = 8 * 1024 * 1024

/** A reply is read so far whatever others take: a batch's hundred calls come to 6.4 MiB. */
const SMALL_BYTES = 64 * 1024
/** What is larger shares the rest of 64 MiB, for which all replies that are read at once must do. */
const replies = new Room(56 * 1024 * 1024)
/** How often its bytes are there while a reply is read: as they came, put together, and as a text. */
const COPIES = 3

/** How the exchange that an answer belongs to goes on. */
export interface Listener {
  /** Is told what was read, and whether that is all of it, so that the connection can serve another call. */
  readonly end: (read: Received | Unread, isWhole: boolean) => void
  /** How long the answer is waited for. */
  readonly patience: Pick<Patience, 'pause' | 'resume'>
}

/** The answer to a call, as far as it has come. */
export class Reception {
  readonly #response: http.IncomingMessage
  readonly #listener: Listener
  readonly #parts: Buffer[] = []
  #bytes = 0
  #place: Place | undefined

  /** Reads an answer. Of one with another status than 200 the status says all there is to say, so it counts however its body ends. */
  constructor(response: http.IncomingMessage, listener: Listener) {
    this.#response = response
    this.#listener = listener
    response.on('data', (part: Buffer) => this.#take(part))
    response.on('end', () => this.#read())
    response.on('error', () => this.#end(unread('cut'), false))
  }

  /** What a time-out or an error of the connection finds: the answer where it counts by now. */
  early(): Received | undefined {
    return this.#isForeign ? this.#reply('') : undefined
  }

  /** Gives up what it has, its room too: nobody waits for it any more, or it has been read. */
  close(): void {
    this.#parts.length = 0
    this.#place?.leave()
  }

  get #isForeign(): boolean {
    return this.#response.statusCode !== 200
  }

  #take(part: Buffer): void {
    this.#bytes += part.length
    if (this.#bytes > MOST_REPLY_BYTES) this.#end(unread('oversize'), false)
    if (this.#isForeign || this.#bytes > MOST_REPLY_BYTES) return
    this.#parts.push(part)
    if (this.#bytes <= SMALL_BYTES || this.#place) return
    this.#response.pause()
    this.#withRoom(this.#mostBytes(), () => this.#response.resume())
  }

  #read(): void {
    const coding = this.#isForeign ? undefined : codingOf(this.#response.headers['content-encoding'])
    if (coding === undefined) this.#end(this.#reply(Buffer.concat(this.#parts).toString('utf8')), true)
    else if (coding === 'unknown') this.#end(unread('undecodable'), true)
    else if (this.#place) void this.#readPacked(coding)
    else this.#withRoom(MOST_REPLY_BYTES, () => void this.#readPacked(coding))
  }

  /** Codings are not asked for, but a proxy may use them all the same. */
  async #readPacked(coding: Coding): Promise<void> {
    try {
      const body = await unpack(Buffer.concat(this.#parts), coding, MOST_REPLY_BYTES)
      this.#end(this.#reply(body.toString('utf8')), true)
    } catch (error) {
      this.#end(unread(error instanceof Oversize ? 'oversize' : 'undecodable'), true)
    }
  }

  /** What it can come to, by what it says itself where that holds. */
  #mostBytes(): number {
    const { headers } = this.#response
    const length = codingOf(headers['content-encoding']) ? undefined : headers['content-length']
    return length === undefined ? MOST_REPLY_BYTES : Math.min(MOST_REPLY_BYTES, Number(length))
  }

  /** None fails for want of room: while it waits for some, the call is not out of time. */
  #withRoom(bytes: number, goOn: () => void): void {
    const { patience } = this.#listener
    patience.pause()
    this.#place = replies.place(COPIES * bytes)
    this.#place.enter(() => {
      patience.resume()
      goOn()
    })
  }

  #end(read: Received | Unread, isWhole: boolean): void {
    this.#listener.end(this.early() ?? read, isWhole)
  }

  #reply(text: string): Received {
    const { statusCode: status = 0, headers } = this.#response
    return {
      kind: 'reply',
      status,
      text,
      date: dateOf(headers),
      contentType: headers['content-type'],
      bytes: this.#bytes,
    }
  }
}

const unread = (reason: Unread['reason']): Unread => ({ kind: 'lost', reason })

function dateOf(headers: http.IncomingHttpHeaders): number | undefined {
  const date = Date.parse(headers.date ?? '')
  return Number.isNaN(date) ? undefined : date
}
