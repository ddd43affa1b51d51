/** Whom the app has silenced, in messages between two and in groups. https://trtc.io/document/34923 */

export const FOREVER = 4_294_967_295

/** ms since 1970 when it ends, or without an end. */
export type Mute = number | 'forever'

export interface Mutes {
  oneToOne: Mute
  group: Mute
}

/** Mutes for so many seconds from now; 0 lifts. */
export function mute({ mutes }: { mutes: Mutes }, where: keyof Mutes, seconds: number, now: number): void {
  mutes[where] = seconds === FOREVER ? 'forever' : seconds === 0 ? 0 : now + seconds * 1000
}

/** How many seconds of a mute are left; 0 for none. */
export function secondsLeft(muted: Mute, now: number): number {
  return muted === 'forever' ? FOREVER : Math.max(0, Math.ceil((muted - now) / 1000))
}
