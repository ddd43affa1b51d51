import { afterAll, vi } from 'vitest'

// Many files share one process. One that leaves its clock standing, or ahead, would have the stand-ins of a later file disagree about the
// time with functions in processes of their own: a message sent just now would be one of the future. It is told by whom that was.

const shared = globalThis as typeof globalThis & {
  trueClock?: { readonly date: DateConstructor; readonly now: () => number }
}
shared.trueClock ??= { date: Date, now: Date.now }
const { date, now } = shared.trueClock

function putBack(): boolean {
  const wasTrue = Date === date && Date.now === now
  vi.useRealTimers()
  globalThis.Date = date
  Date.now = now
  return wasTrue
}

// What a file before this one did after its end, as an answer that came late.
putBack()

afterAll(() => {
  if (!putBack()) throw new Error('this file has left a clock of its own behind: give the true one back in afterEach')
})
