/** Requests in our words, as far as the model sends them. */
export interface FriendWords {
  readonly userId: string
  readonly source?: string
  readonly remark?: string
  readonly remarkedAt?: string
  readonly list?: string
  readonly lists?: readonly string[]
  readonly wording?: string
  readonly addedAt?: string
  readonly custom?: Readonly<Record<string, string | number>>
}
/** An account to be imported, or a user who gets tags. */
export interface AccountWords {
  readonly userId: string
  readonly nick?: string
  readonly avatarUrl?: string
  readonly tags?: readonly string[]
}

/** Whom a push is for. */
export interface Audience {
  readonly everyone?: true
  readonly tags?: { readonly all?: readonly string[]; readonly any?: readonly string[] }
}

export interface Body {
  readonly app?: string
  readonly userId?: string
  readonly friends?: readonly FriendWords[]
  readonly friendIds?: readonly string[]
  readonly userIds?: readonly string[]
  readonly lists?: readonly string[]
  readonly fields?: readonly string[]
  readonly mutual?: boolean
  readonly force?: boolean
  readonly withFriends?: boolean
  readonly repeated?: boolean
  readonly accounts?: readonly AccountWords[]
  readonly users?: readonly AccountWords[]
  readonly confirm?: string
  readonly nick?: string
  readonly signature?: string
  readonly gender?: 'unknown' | 'female' | 'male'
  readonly audience?: Audience
  readonly elements?: readonly { readonly type: 'text'; readonly text: string }[]
  readonly clientMessageId?: string
  readonly peerId?: string
  readonly peerIds?: readonly string[]
  readonly syncToSender?: boolean
  readonly since?: string
  readonly until?: string
  readonly cursor?: string
  readonly limit?: number
}
export interface Request {
  readonly operation: string
  readonly body: Body
}

/** Attempts that end badly before one gets through, or none does. */
export interface Loss {
  /** How they end, in the emulator's words. */
  readonly fault: Readonly<Record<string, unknown>>
  /** The code that a caller reads where no attempt gets through. */
  readonly code: string
  /** Whether such an end leaves the effect unknown; one that does not has none. */
  readonly isUnknown: boolean
  /** Whether what ended badly took effect all the same. */
  readonly after: boolean
  readonly times: 1 | 2
  /** The only items it strikes; the whole call where there are none. */
  readonly only?: readonly string[]
}

export const time = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')

/** Attempts of one call, as the gateway under test is set. */
export const ATTEMPTS = 2

/** An answer by what a caller acts on: no texts, no ids of requests. `more` stands for a cursor. */
export interface Told {
  readonly status: number
  readonly [member: string]: unknown
}
