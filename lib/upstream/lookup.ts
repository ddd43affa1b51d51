import dns from 'node:dns'
import type { LookupFunction } from 'node:net'

type Done = Parameters<LookupFunction>[2]

/**
 * The same lookup, but one at a time for a name: who asks while it runs gets what it brings, and nothing is kept after that.
 * A lookup can't be given up, and holds one of the process's few places for lookups until it ends. Without this, two calls to a
 * name that nobody answers for would keep all other names waiting, that of the backup included.
 */
export function oneAtATime(lookup: LookupFunction): LookupFunction {
  const waiting = new Map<string, Done[]>()
  return (hostname, options, done) => {
    const key = JSON.stringify([hostname, options])
    const others = waiting.get(key)
    if (others) {
      others.push(done)
      return
    }
    const all = [done]
    lookup(hostname, options, (...found) => {
      waiting.delete(key)
      for (const tell of all) tell(...found)
    })
    // Only now: of a lookup that could not even begin nothing may be left to wait for.
    waiting.set(key, all)
  }
}

/** How all connections to Chat find their host's addresses. */
export const lookup = oneAtATime((hostname, options, done) => dns.lookup(hostname, options, done))
