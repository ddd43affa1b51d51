import { integer, type Place, record } from './reading.ts'

/**
 * Every number the emulator obeys, in one place; a seed overrides any of them under `limits`.
 * Sources: https://trtc.io/document/33521 (friends, lists, bytes), https://trtc.io/document/34381 (UserID),
 * https://trtc.io/document/34904 (calls a second, items).
 */
export const defaultLimits = {
  /** Calls a second, per app and command; more give 60007. */
  callsPerSecond: 200,
  /** Items of one batch call; more give 30001. */
  itemsPerCall: 1000,
  friends: 3000,
  lists: 32,
  /** Names in one call of the group commands; more give 30001. */
  listNamesPerCall: 32,
  blocked: 1000,
  /** Requests an account has sent that still wait for consent; more give 30012. */
  pending: 100,
  /** Friends on a page of friend_get. Our number: none is published. */
  friendsPage: 100,
  /** Entries on a page of black_list_get where MaxLimited is left out or 0. Our number. */
  blockedPage: 100,
  userIdBytes: 32,
  remarkBytes: 96,
  listNameBytes: 30,
  wordingBytes: 256,
  customValueBytes: 500,
  profileValueBytes: 500,
  /** Failed UserSigs of one admin within the window that still get their own code; more give 70050. Our number: none is published. */
  userSigFailures: 10,
  userSigWindowMs: 60_000,
  /** How long a write holds its From_Account; 0 makes writes instant, so that they can never conflict. Our number. */
  writeMs: 10,
  /** Largest request body taken, a guard of the emulator's memory: no such limit is published. */
  bodyBytes: 8 * 1024 * 1024,
}

export type Limits = typeof defaultLimits

/** A page of nothing would never come to an end. */
const positive = ['friendsPage', 'blockedPage']

/** Limits of a seed: the defaults with the overrides at `place`; throws Misread on an unknown name or a bad number. */
export function readLimits(place: Place): Limits {
  if (place.value === undefined) return { ...defaultLimits }
  const given = record(place, Object.keys(defaultLimits))
  const overrides = Object.entries(given).map(([name, at]) => [name, integer(at, positive.includes(name) ? 1 : 0)])
  return { ...defaultLimits, ...Object.fromEntries(overrides) }
}
