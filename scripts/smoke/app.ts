import type { Gateway } from '../../client/src/index.ts'
import type { Steps } from './step.ts'

const WORDS: Readonly<Record<string, string>> = {
  secret: 'can be read and used',
  chat: 'takes the signature, in this region',
  stateTable: 'can be reached',
  jobsTable: 'can be reached',
  queue: 'can be reached',
  bus: 'can be reached',
}

/** Looks at all that an app stands on, by the gateway's own eyes: a step for each part. */
export async function checkApp(gateway: Gateway, app: string, steps: Steps, stage?: string): Promise<void> {
  let parts: Awaited<ReturnType<Gateway['checkHealth']>>['checks'] = []
  const found = await steps.do(
    `health of ${app}`,
    async () => {
      const { status, checks, checkedAt } = await gateway.checkHealth(app)
      parts = checks
      const wrong = checks.filter((check) => check.status === 'failed').length
      // Each part says below what is wrong with it.
      return {
        status,
        says: status === 'ok' ? `all is well (${checkedAt})` : `${wrong} of ${checks.length} parts fail`,
      }
    },
    stage,
  )
  if (found.status === 'skipped') return
  for (const { name, status, ms, error } of parts) {
    const step = `  ${name}`
    if (status === 'ok')
      steps.tell({ name: step, status, says: WORDS[name] ?? 'is well', ...(ms !== undefined && { ms }) })
    else if (status === 'failed')
      steps.tell({
        name: step,
        status,
        says: `${error?.code}: ${error?.message}${chatsWord(error)}`,
        ...(ms !== undefined && { ms }),
      })
    else steps.skip(step, status === 'not-configured' ? 'the gateway has none' : 'what comes before it failed')
  }
}

/** Chat's own number tells its support more than ours. */
function chatsWord(error: unknown): string {
  const { code, info } = Object(Object(error).upstream) as { readonly code?: number; readonly info?: string }
  return code === undefined ? '' : ` (Chat’s ${code}: ${info})`
}
