import { operations } from '../../../lib/operations/index.ts'
import { validate } from '../../../lib/validate/validate.ts'

/** Loads what the gateway loads on first use, since loading takes real time. */
export async function warmUp(): Promise<void> {
  await import('../../../lib/triggers/http/json-scan.ts')
  await import('../../../lib/triggers/http/batch.ts')
  await import('../../../lib/triggers/http/job.ts')
  for (const name of [...operations.keys(), 'batch.whole', 'batch.entry']) {
    await validate(name, {}).catch(() => undefined)
  }
}
