import type { Stage } from '../stage.ts'
import { LIVE } from './gradual.ts'

/** A function as osls compiles it. */
interface Description {
  memorySize?: number
  reservedConcurrency?: number
  provisionedConcurrency?: number
  versionFunction?: boolean
  /** What events call in place of the function. osls sets one of its own where instances are provisioned. */
  targetAlias?: { readonly name: string; readonly logicalId: string }
  tracing?: 'Active'
  vpc?: { readonly subnetIds: readonly string[]; readonly securityGroupIds: readonly string[] }
}

/** What osls makes the functions of, or hands to AWS beside the template. */
export interface Service {
  readonly provider: {
    stackTags?: Record<string, string>
    iam?: { deploymentRole?: string }
    readonly environment: Record<string, unknown>
  }
  readonly functions: Readonly<Record<'http' | 'events' | 'worker', Description>>
}

/**
 * Changes a service's description before it is compiled. All that makes up a function is decided here and not in the template: osls
 * publishes a version of `http` where it differs from the one before, and a change in the template would not be one.
 */
export function applyToService({ provider, functions }: Service, { said }: Stage): void {
  if (said.tags !== undefined) provider.stackTags = said.tags
  if (said.deploymentRole !== undefined) provider.iam = { ...provider.iam, deploymentRole: said.deploymentRole }
  // The stack's own table keeps its name, which was taken from here before: it stays as it is, and nobody works with it.
  if (said.jobsTable !== undefined) provider.environment.JOBS_TABLE = said.jobsTable
  const { http, events, worker } = functions
  put(http, 'memorySize', said['functions.http.memory'])
  put(http, 'reservedConcurrency', said['functions.http.reserved'])
  put(http, 'provisionedConcurrency', said['functions.http.provisioned'])
  if (said['functions.http.gradual.traffic'] !== undefined) {
    http.versionFunction = true
    http.targetAlias = LIVE
  }
  put(events, 'memorySize', said['functions.events.memory'])
  put(events, 'reservedConcurrency', said['functions.events.reserved'])
  put(worker, 'memorySize', said['functions.worker.memory'])
  put(worker, 'reservedConcurrency', said['functions.worker.reserved'])
  const { 'network.subnets': subnetIds, 'network.securityGroups': securityGroupIds, tracing } = said
  for (const one of [http, events, worker]) {
    if (tracing) one.tracing = 'Active'
    if (subnetIds !== undefined && securityGroupIds !== undefined) one.vpc = { subnetIds, securityGroupIds }
  }
}

function put<K extends keyof Description>(description: Description, key: K, value: Description[K]): void {
  if (value !== undefined) description[key] = value
}
