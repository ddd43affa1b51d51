import { appendFileSync } from 'node:fs'
import path from 'node:path'
import type { Guard } from '../../../local/aws/proxy.ts'
import { readAwsCall } from './deeds.ts'
import { packagedTemplate } from './packaged-template.ts'
import { type Denial, type Grant, type Holder, holdersIn, Permissions } from './permissions.ts'
import { redriveHolders } from './redrive-docs.ts'

/** The folder in which every process of a test run notes the grants it has used (run.ts). */
export const USED_GRANTS = 'ROLES_USED_GRANTS'

/** Those of the packaged template and the docs. @param prefix of the secrets, where a test's deployment has another */
export function readPermissions(prefix?: string): Permissions {
  const template = packagedTemplate()
  const holders = holdersIn(template)
  return new Permissions(template, [
    ...(prefix === undefined ? holders : withPrefix(holders, prefix)),
    ...redriveHolders(template),
  ])
}

/** CHAT_SECRET_PREFIX is the one setting that the roles depend on; packaging puts it into the one ARN that has secrets in it. */
const withPrefix = (holders: readonly Holder[], prefix: string): Holder[] =>
  JSON.parse(JSON.stringify(holders).replaceAll(/:secret:[^"*]+\/\*/g, `:secret:${prefix}/*`))

/** By the prefix of secrets. */
const known = new Map<string | undefined, Permissions>()
const denials: Denial[] = []
const noted = new Set<Grant>()

/** Stands before all that the functions and the redrive call: it denies what neither the packaged roles nor the docs grant. */
export const guard: Guard = (request) => {
  const call = readAwsCall(request)
  const verdict = call && permissionsNow().judge(call)
  if (!verdict) return undefined
  if ('denied' in verdict) {
    denials.push(verdict.denied)
    return `not authorized: ${verdict.denied}`
  }
  for (const grant of verdict.used) note(grant)
  return undefined
}

function permissionsNow(): Permissions {
  const prefix = process.env.CHAT_SECRET_PREFIX
  const permissions = known.get(prefix) ?? readPermissions(prefix)
  known.set(prefix, permissions)
  return permissions
}

/** The calls that were denied since this was last asked: each is a fault of the role, or of the code. */
export const takeDenials = (): Denial[] => denials.splice(0)

function note(grant: Grant): void {
  if (noted.has(grant)) return
  noted.add(grant)
  const folder = process.env[USED_GRANTS]
  if (folder !== undefined) appendFileSync(path.join(folder, String(process.pid)), `${grant}\n`)
}
