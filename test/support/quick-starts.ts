import path from 'node:path'
import { inject } from 'vitest'

// The programs that tests start load the same files again and again: what Node has compiled for one is there for the next of this run.
// The runner's own processes, which only read this when they start, go without.
process.env.NODE_COMPILE_CACHE = path.join(inject('packages'), 'compiled')
