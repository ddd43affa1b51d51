import { afterEach, beforeEach } from 'vitest'

const OF_A_STAGE = /^(AWS_|CHAT_|STATE_TABLE|JOBS_|EVENT_BUS)/

/**
 * Each test of a file has an environment that names no stage and no AWS but what leads where the test looks; afterwards the process has its
 * own again.
 */
export function environmentOf(
  leads: () => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>,
) {
  const own = { ...process.env }
  beforeEach(async () => {
    for (const name of Object.keys(process.env)) if (OF_A_STAGE.test(name)) delete process.env[name]
    Object.assign(process.env, await leads())
  })
  afterEach(() => {
    for (const name of Object.keys(process.env)) if (!(name in own)) delete process.env[name]
    Object.assign(process.env, own)
  })
}
