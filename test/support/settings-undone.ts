import { afterAll } from 'vitest'

// Many files share one process, and the functions under test read their settings from its environment: what a file has set there
// would be the next one's setting too.
const before = { ...process.env }

afterAll(() => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
  Object.assign(process.env, before)
})
