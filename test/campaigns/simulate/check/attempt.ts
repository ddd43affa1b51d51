/** The one entry of a call without items. */
export const WHOLE = ''

/** One upstream call, with what became of it in truth and what its sender could learn of that. */
export interface Attempt {
  /** Who made it. */
  by?: { readonly instance: string; readonly role: string }
  /** Virtual time. */
  sentAt?: number
  readonly command: string
  readonly isRead: boolean
  readonly app: string
  /** Whose turn it takes. */
  readonly account: string
  /** UserIDs of its items, or the one of `WHOLE`. */
  readonly ids: readonly string[]
  /** By item: the values it carries that name their requests. */
  readonly marks: ReadonlyMap<string, readonly MarkedValue[]>
  /** Of a message: who sent it to whom. */
  readonly message?: Addressed
  /** By item: Chat's code, 0 where it took effect; nothing where the call was not carried out. */
  codes: ReadonlyMap<string, number>
  /** Items of which the reply proves nothing, by its own fault. */
  doubtful: ReadonlySet<string>
  /** Whether the sender has heard anything, or knows that nothing was sent. */
  isOver: boolean
}

/** Whether the attempt took effect for that item. */
export const hasEffect = ({ codes }: Attempt, id: string): boolean => codes.get(id) === 0

/** A value that names the request it comes from. */
export interface MarkedValue {
  readonly field: string
  readonly mark: number
}

/** The request that a value names, if it names one. */
export const markIn = (value: unknown): number | undefined => {
  const [, number] = typeof value === 'string' ? (/^#(\d+);$/.exec(value) ?? []) : []
  return number === undefined ? undefined : Number(number)
}

/** A message from one account to others, each of whom gets it by himself. */
export interface Addressed {
  readonly from: string
  readonly to: readonly string[]
}

/** Stands in every message, and nowhere else: whoever finds it where messages must not be knows it for one. */
export const WHISPER = 'whispered to somebody alone '

/** The text of a request's message, which names it. */
export const textOf = (mark: number): string => `${WHISPER}${markOf(mark)}`

export const markOf = (number: number): string => `#${number};`
