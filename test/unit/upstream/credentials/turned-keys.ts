import { type AppSecret, parseSecret } from '../../../../lib/upstream/credentials/app-secret.ts'
import { Credentials, type Tried } from '../../../../lib/upstream/credentials/credentials.ts'
import { SecretCache } from '../../../../lib/upstream/credentials/secret-cache.ts'
import type { Stage } from '../../../../lib/upstream/credentials/secret-store.ts'
import { manualClock } from '../../../support/manual-clock.ts'
import { recordedLog } from '../../../support/recorded-log.ts'

const secretWith = (secretKey: string): AppSecret =>
  parseSecret(JSON.stringify({ sdkAppId: 1400000000, adminUserId: 'administrator', secretKey, region: 'singapore' }))

/** A Secrets Manager and a Chat that both can be turned, and what they saw. */
export function setUp(stored: Partial<Record<Stage, string>>, accepted: readonly string[]) {
  const clock = manualClock()
  const log = recordedLog()
  const world = {
    stored,
    accepted,
    reads: [] as Stage[],
    tries: [] as string[],
    /** Awaited before the previous version is told. */
    beforePrevious: Promise.resolve(),
    refusal: 'resign' as 'resign' | 'hold',
    /** Chat's number for the refusal of a key. */
    errorCodes: {} as Readonly<Record<string, number>>,
  }
  const read = async (_: string, stage: Stage) => {
    world.reads.push(stage)
    if (stage === 'AWSPREVIOUS') await world.beforePrevious
    const key = world.stored[stage]
    if (key === 'down') throw new Error('Secrets Manager is down')
    if (key === 'silent') return never
    return key === undefined ? undefined : secretWith(key)
  }
  const secrets = new SecretCache({ read, ttlMs: 300_000, now: clock.now, log })
  const credentials = new Credentials({ secrets, userSigTtlSeconds: 86_400, now: clock.now, log })
  const call = (timeMs = 60_000) =>
    credentials.use(
      { app: 'default', share: 'c' },
      clock.now() + timeMs,
      ready,
      async (signer): Promise<Tried<string>> => {
        const key = signer.secret.secretKey
        world.tries.push(key)
        await Promise.resolve()
        return world.accepted.includes(key)
          ? { value: `ok ${key}`, isAccepted: true }
          : { value: `refused ${key}`, refused: world.refusal, errorCode: world.errorCodes[key] }
      },
    )
  return { clock, world, call, log, credentials }
}

export const ready = () => Promise.resolve()
export const never = new Promise<never>(() => undefined)
export const othersHaveRun = () => new Promise<void>((resolve) => setImmediate(resolve))
