import { type Clock, systemClock } from './clock.ts'
import type { Config } from './config.ts'
import { createLog, type Log } from './log.ts'
import { type Call, createFlow, type Ran } from './run.ts'
import { Turns } from './turns.ts'
import { Credentials } from './upstream/credentials/credentials.ts'
import { SecretCache } from './upstream/credentials/secret-cache.ts'
import { readFromSecretsManager } from './upstream/credentials/secret-store.ts'
import { Upstream } from './upstream/deliver.ts'
import { Pace } from './upstream/pace.ts'
import { RetryBudget } from './upstream/retry.ts'
import { send } from './upstream/send.ts'

/** What every trigger stands on. */
export interface Gateway {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  readonly run: (call: Call) => Promise<Ran>
}

/** Puts the parts together; nothing is read or connected before the first call needs it. */
export function createGateway(config: Config, clock: Clock = systemClock): Gateway {
  const { now } = clock
  const log = createLog(config.logLevel)
  const secrets = new SecretCache({
    read: readFromSecretsManager(config.secretPrefix),
    ttlMs: config.secretTtlSeconds * 1000,
    now,
    log,
  })
  const upstream = new Upstream({
    credentials: new Credentials({ secrets, userSigTtlSeconds: config.userSigTtlSeconds, now, log }),
    budget: new RetryBudget(),
    pace: new Pace(config.callsPerSecond, now),
    send,
    clock,
    random: Math.random,
    log,
    attempts: config.attempts,
    attemptTimeoutMs: config.attemptTimeoutMs,
  })
  return { config, clock, log, run: createFlow({ config, upstream, turns: new Turns(), clock }) }
}
