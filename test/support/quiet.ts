import { afterAll, beforeAll } from 'vitest'

// What a person reads is the runner's report: the function's own lines, one for each of some ten thousand requests, would bury it.
// Tests about the log capture it before it comes here.
const write = process.stdout.write

beforeAll(() => {
  process.stdout.write = ((chunk: string | Uint8Array, ...rest: []) => {
    const isLogLine = typeof chunk === 'string' && chunk.startsWith('{"level":')
    return isLogLine || write.call(process.stdout, chunk, ...rest)
  }) as typeof write
})
afterAll(() => {
  process.stdout.write = write
})
