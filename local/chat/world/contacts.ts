/** What an account keeps of its conversations, and how they are told apart. https://trtc.io/document/43087, https://trtc.io/document/53438 */

export const ONE_TO_ONE = 1
export const GROUP = 2

/** The other side of a conversation: an account, or a group. Groups themselves are not modelled, so any id is one's. */
export interface Contact {
  kind: typeof ONE_TO_ONE | typeof GROUP
  id: string
}

/** A conversation on the list of the recent ones. */
export interface Recent extends Contact {
  /** Of its last message, Unix seconds; 0 where it has none. */
  at: number
  pinned: boolean
}

/** What an account has noted of a conversation, whether that is on the list of the recent ones or not. */
export interface Noted extends Contact {
  /** Bits that are set, 0 to 63. */
  bits: Set<number>
  custom: string
  /** Numbers of the groups it is in. */
  groups: Set<number>
  /** Unix seconds */
  changedAt: number
}

export interface Contacts {
  recent: Map<string, Recent>
  noted: Map<string, Noted>
  /** Names of the conversation groups, by their numbers. */
  groups: Map<number, string>
  /** How many there were: a number is given once. */
  groupsMade: number
}

export const noContacts = (): Contacts => ({ recent: new Map(), noted: new Map(), groups: new Map(), groupsMade: 0 })

/** What tells a conversation from another. */
export const keyOf = ({ kind, id }: Contact): string => `${kind}:${id}`
