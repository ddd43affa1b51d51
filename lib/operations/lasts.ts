import type { FromSchema } from 'json-schema-to-ts'
import type { lasts } from '../../schemas/fragments.ts'
import type { Members } from '../json.ts'
import { readUint32, UINT32_MAX } from './uint32.ts'

/** Chat's number of seconds for how long something lasts; undefined where nothing is said. */
export function toSeconds(given: FromSchema<typeof lasts> | undefined): number | undefined {
  if (!given) return undefined
  return given.seconds ?? (given.forever ? UINT32_MAX : 0)
}

/** How long somebody is silenced yet, by Chat's number of seconds, of which a missing one is 0; undefined for what is none. */
export function readMute(seconds: unknown = 0): Members | undefined {
  const left = readUint32(seconds)
  if (left === undefined) return undefined
  if (left === 0) return { muted: false }
  return left === UINT32_MAX ? { muted: true, forever: true } : { muted: true, seconds: left }
}
