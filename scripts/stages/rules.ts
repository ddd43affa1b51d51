import { DEV, ownJobsTable, type Stage } from './stage.ts'
import { archiveName } from './template/bus.ts'
import { GRADUAL_MINUTES } from './template/gradual.ts'
import { callerRole } from './template/roles.ts'
import { worthlessGrants } from './worthless-grants.ts'

/** Lambda's bound for all variables of a function together, of which a policy is the largest part. */
const POLICY_BYTES = 4096

/** What no key shows by itself: what belongs together, what excludes what, and what a stage must say. */
export function ruleFaults(stage: Stage, prefixesOfOthers: ReadonlyMap<string, string>): string[] {
  return [
    ...missing(stage),
    ...prefixFaults(stage, prefixesOfOthers),
    ...policyFaults(stage),
    ...togetherFaults(stage),
    ...domainFaults(stage),
    ...sourceFaults(stage),
    ...worthlessGrants(stage.variables.ACCESS_POLICY ?? '', stage.sources),
    ...regionFaults(stage),
    ...numberFaults(stage),
    ...gradualFaults(stage),
    ...nameFaults(stage),
    ...jobsTableFaults(stage, [...prefixesOfOthers.keys()]),
    ...deploymentRoleFaults(stage),
  ]
}

/** Left out by mistake, each of these would quietly take away what was deployed before. */
function missing({ name, says }: Stage): string[] {
  if (name === DEV) return []
  const must = {
    secretPrefix: `where its secrets are, such as chat-gateway-${name} for chat-gateway-${name}/default`,
    policy: 'who may call what, or open where everybody may call everything (docs/security.md)',
    eventSources: 'who may put events of which source, or none where anybody may put any (docs/security.md)',
    alarmTopic: 'the SNS topic that alarms tell, or none where they only show (docs/observability.md)',
  }
  return Object.entries(must).flatMap(([key, what]) => (says.includes(key) ? [] : [`it must say ${key}: ${what}`]))
}

/** A role may read all below its prefix, so that one inside another shares secrets as well as the same one does. */
function prefixFaults({ variables }: Stage, others: ReadonlyMap<string, string>): string[] {
  const own = `${variables.CHAT_SECRET_PREFIX}/`
  return [...others].flatMap(([other, prefix]) =>
    own.startsWith(`${prefix}/`) || `${prefix}/`.startsWith(own)
      ? [
          `secretPrefix ${JSON.stringify(own.slice(0, -1))} reaches the secrets of stage ${other}, which are below ${JSON.stringify(prefix)}: give each stage a prefix of its own`,
        ]
      : [],
  )
}

function policyFaults({ variables }: Stage): string[] {
  const bytes = Buffer.byteLength(variables.ACCESS_POLICY ?? '')
  if (bytes <= POLICY_BYTES) return []
  return [
    `policy has ${bytes} bytes as JSON, and Lambda takes ${POLICY_BYTES} of all variables together: grant by wildcards (docs/security.md)`,
  ]
}

/** Keys that mean nothing without each other. */
const TOGETHER = [
  ['network.subnets', 'network.securityGroups'],
  ['domain.name', 'domain.certificate'],
  ['functions.http.gradual.traffic', 'functions.http.gradual.minutes'],
  ['throttle.rate', 'throttle.burst'],
  ['throttle.health.rate', 'throttle.health.burst'],
] as const

function togetherFaults({ said }: Stage): string[] {
  return TOGETHER.flatMap(([one, other]) => {
    if ((said[one] === undefined) === (said[other] === undefined)) return []
    const [given, lacking] = said[one] === undefined ? [other, one] : [one, other]
    return [`${given} needs ${lacking} beside it`]
  })
}

function domainFaults({ said, says }: Stage): string[] {
  const has = said['domain.name'] !== undefined
  const alone = (['domain.zone', 'domain.basePath'] as const).filter((key) => said[key] !== undefined && !has)
  return [
    ...alone.map(
      (key) =>
        `${key} needs domain.name beside it${key === 'domain.basePath' ? '; that of a domain made elsewhere is settings.basePath' : ''}`,
    ),
    ...(said.executeApi === false && !has ? ['executeApi: false needs a domain, or nobody could reach the API'] : []),
    ...(has && says.includes('settings.basePath')
      ? ['settings.basePath is for a domain made elsewhere; here write domain.basePath']
      : []),
  ]
}

/** Whoever is let in from elsewhere must not speak for whom they please. */
function sourceFaults({ said, sources }: Stage): string[] {
  const foreign = (['busAccounts', 'busOrganization'] as const).filter(
    (key) => said[key] !== undefined && sources.length === 0,
  )
  return foreign.map((key) => `${key} needs eventSources that list who of them speaks for what`)
}

/** What must stand where the stage stands. */
const OF_THE_REGION = [
  'alarmTopic',
  'domain.certificate',
  'keys.secrets',
  'keys.tables',
  'keys.queues',
  'keys.logs',
] as const

function regionFaults({ said, region }: Stage): string[] {
  return OF_THE_REGION.flatMap((key) => {
    const home = said[key]?.split(':')[3]
    return home === undefined || home === region
      ? []
      : [`${key} is of ${home}, and the stage stands in ${region}: give one of ${region}`]
  })
}

function numberFaults({ said }: Stage): string[] {
  const {
    'functions.http.reserved': reserved,
    'functions.http.provisioned': provisioned,
    'alarms.silenceMinutes': silence,
  } = said
  return [
    ...(reserved !== undefined && provisioned !== undefined && provisioned > reserved
      ? [
          `functions.http.provisioned is ${provisioned}, and no more than the ${reserved} of functions.http.reserved can be up`,
        ]
      : []),
    ...(silence !== undefined && silence % 5 !== 0
      ? [`alarms.silenceMinutes must be a multiple of five, not ${silence}`]
      : []),
  ]
}

/** CodeDeploy has these ways of its own, and no others unless somebody makes them. */
function gradualFaults({ said }: Stage): string[] {
  const { 'functions.http.gradual.traffic': traffic, 'functions.http.gradual.minutes': minutes } = said
  if (traffic === undefined || minutes === undefined || GRADUAL_MINUTES[traffic].includes(minutes)) return []
  return [
    `functions.http.gradual.minutes is ${minutes}, and CodeDeploy knows ${traffic} by ${GRADUAL_MINUTES[traffic].join(', ')} minutes`,
  ]
}

/** What AWS takes of the names that hold the stage's; those of functions are measured once they are packaged (resources/limits.cjs). */
const ROLE_CHARACTERS = 64
const ARCHIVE_CHARACTERS = 48

function nameFaults({ name, said }: Stage): string[] {
  const tooLong = (key: string, made: string, most: number) =>
    made.length > most
      ? [
          `${key}: the name ${made} has ${made.length} characters, and AWS takes ${most}: give a shorter one, or the stage`,
        ]
      : []
  return [
    ...Object.keys(said.callers ?? {}).flatMap((caller) =>
      tooLong('callers', callerRole(name, caller), ROLE_CHARACTERS),
    ),
    ...(said['archive.days'] === undefined ? [] : tooLong('archive', archiveName(name), ARCHIVE_CHARACTERS)),
  ]
}

function jobsTableFaults({ name, said }: Stage, others: readonly string[]): string[] {
  const { jobsTable } = said
  if (jobsTable === ownJobsTable(name))
    return [`jobsTable ${jobsTable} is the stack’s own: take it out, or name the table that was restored`]
  const owner = others.find((other) => jobsTable === ownJobsTable(other))
  return owner === undefined
    ? []
    : [`jobsTable ${jobsTable} is that of stage ${owner}, whose jobs would be done here: name a table of this stage’s`]
}

/** The role may change every role of the stack, and those it knows by their names. */
function deploymentRoleFaults({ name, said }: Stage): string[] {
  const role = said.deploymentRole?.split('/').at(-1)
  return role?.startsWith(`chat-gateway-${name}-`)
    ? [
        `deploymentRole ${role} is called as the stack’s own roles are, which it may change: so it could allow itself anything. Call it cloudformation-chat-gateway-${name}, say`,
      ]
    : []
}
