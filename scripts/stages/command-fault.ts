import { EXAMPLE, type Stage } from './stage.ts'

/** What somebody asked osls for. */
export interface Command {
  /** `['deploy', 'list']` */
  readonly commands: readonly string[]
  readonly stage: Pick<Stage, 'name' | 'region' | 'says' | 'said'>
  /** What `--region` says. */
  readonly region: string | undefined
  /** Whether what is deployed is an earlier package's. */
  readonly isPackaged: boolean
}

/** What keeps a command from being carried out, with its cure; undefined where nothing does. */
export function commandFault({ commands, stage, region, isPackaged }: Command): string | undefined {
  const [command, second] = commands
  if (region !== undefined && region !== stage.region) return regionFault(region, stage, isPackaged)
  if (command !== 'deploy' || second === 'list') return undefined
  if (stage.name === EXAMPLE) {
    return 'stages/example.yml shows what a stage can say, and no stage is made of it: copy it to stages/prod.yml, say. Nothing was deployed.'
  }
  if (stage.says.includes('policy')) return undefined
  return (
    `stages/${stage.name}.yml says no policy: whoever gets in may call everything but what is granted by its own name, and a policy ` +
    'deployed before would be gone. Write policy there (docs/security.md), or policy: open where everybody is to call everything. Nothing was deployed.'
  )
}

/** What was judged, and what a release remembers, is of the stage's own region: osls would quietly make another stack in this one. */
function regionFault(region: string, stage: Command['stage'], isPackaged: boolean): string {
  if (isPackaged) return `--region ${region}, and what is deployed was packaged for ${stage.region}: leave it out.`
  const file = `stages/${stage.name}.yml`
  return stage.said.region === undefined
    ? `--region ${region} is not where the stage stands, which is ${stage.region}: ${file} says no region. Write region: ${region} there, or set AWS_REGION.`
    : `--region ${region} says otherwise than ${file}, which says ${stage.region}: leave it out, or write region there.`
}
