import { Mistake } from '../../client/src/cli/exit-codes.ts'
import { type AppSecret, parseSecret } from '../../lib/upstream/credentials/app-secret.ts'
import { SecretFault } from '../../lib/upstream/credentials/secret-fault.ts'
import type { Members } from './flags.ts'
import type { Stored } from './store.ts'

/** A secret's members, as they are stored. */
export type Value = Readonly<Record<string, unknown>>

/** What the API's own administrator is called unless somebody has made another. */
const ADMIN = 'administrator'

/** What a secret holds by now; nothing where it can't be read as an object. */
export function valueIn(stored: Stored): Value {
  if (stored.state !== 'text') return {}
  try {
    const value: unknown = JSON.parse(stored.text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Value) : {}
  } catch {
    return {}
  }
}

/** @throws Mistake naming the options that are missing */
export function valueFrom(before: Value, members: Members, key: string | undefined): Value {
  const { endpoint } = members
  const value: Value = {
    adminUserId: ADMIN,
    ...before,
    ...members,
    ...(endpoint?.length === 1 && { endpoint: endpoint[0] }),
    ...(key !== undefined && { secretKey: key }),
  }
  const missing = [
    ...(value.sdkAppId === undefined ? ['--sdk-app-id'] : []),
    ...(value.region === undefined ? ['--chat-region'] : []),
  ]
  if (missing.length === 0) return value
  throw new Mistake(
    `Say ${missing.join(' and ')}: the Chat console shows ${missing.length === 1 ? 'it' : 'both'} of the app.`,
  )
}

/** The secret as the gateway would take it. @throws Mistake, without a word of what it holds */
export function judgedAs(text: string, note: (amendment: string) => void): AppSecret {
  try {
    return parseSecret(text, note)
  } catch (error) {
    if (!(error instanceof SecretFault)) throw error
    throw new Mistake(`The gateway could not use it: ${error.message}.`, 1)
  }
}

/** What a change would change, in words: of the key only that it is another. */
export function changesOf(before: Value, after: Value): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
  return changed.map((name) =>
    KNOWN.has(name) ? `${name}: ${shown(before[name])}, now ${shown(after[name])}` : `${name}: another`,
  )
}

/** Members that hold nothing to be kept from anybody. A key may stand under a wrong name. */
const KNOWN = new Set(['sdkAppId', 'adminUserId', 'region', 'endpoint', 'integerFields'])

const shown = (value: unknown): string => (value === undefined ? 'none' : JSON.stringify(value))
