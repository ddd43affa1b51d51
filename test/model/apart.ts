import { fork } from 'node:child_process'
import path from 'node:path'
import type { Part, Played } from './part.ts'
import type { Met } from './play.ts'

const FILE = path.join(import.meta.dirname, 'part.ts')

/** Plays a part in a process of its own. One that dies before it has told what it met proves nothing. */
export const playApart = (part: Part): Promise<Played> =>
  new Promise((resolve, reject) => {
    let played: Played | undefined
    fork(FILE, [JSON.stringify(part)])
      .once('message', (told) => {
        played = told as Played
      })
      .once('error', reject)
      .once('exit', (code) => {
        if (played) resolve(played)
        else reject(new Error(`the part from sequence ${part.path} ended with ${code} before it had played all`))
      })
  })

/** What all parts met together. */
export function metBy(parts: readonly Played[]): Met {
  const all: Met = new Map()
  for (const { met } of parts) for (const [name, count] of met) all.set(name, (all.get(name) ?? 0) + count)
  return all
}
