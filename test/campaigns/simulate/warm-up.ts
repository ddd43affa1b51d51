import { operations } from '../../../lib/operations/index.ts'
import { validate } from '../../../lib/validate/validate.ts'

/** What the gateway loads with the first request that needs it. */
const loadedLater = [
  () => import('../../../lib/jobs/accept.ts'),
  () => import('../../../lib/ledger/idempotency.ts'),
  () => import('../../../lib/triggers/http/batch.ts'),
  () => import('../../../lib/triggers/http/job.ts'),
  () => import('../../../lib/triggers/http/json-scan.ts'),
]

/** Loads what the gateway loads on first use, since loading takes real time. */
export async function warmUp(): Promise<void> {
  await Promise.all(loadedLater.map((load) => load()))
  for (const name of [...operations.keys(), 'batch.whole', 'batch.entry']) {
    await validate(name, {}).catch(() => undefined)
  }
}
