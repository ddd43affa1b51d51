import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { nearest } from '../../lib/nearest.ts'
import { functionSettings, placeOfVariable } from './function-settings.ts'
import { readValues, type StageValues } from './read-values.ts'
import { ruleFaults } from './rules.ts'
import { type Environment, EXAMPLE, type Stage, StageFault } from './stage.ts'

const SERVICE = 'chat-gateway'
const DEFAULT_REGION = 'ap-southeast-1'

/**
 * Reads `stages/{name}.yml`.
 * @param folder where `stages` stands
 * @param env what must not say otherwise
 * @throws StageFault
 */
export function readStage(name: string, folder: string, env: Environment): Stage {
  const file = `stages/${name}.yml`
  const faults: string[] = []
  const values = readValues(documentOf(name, folder), faults)
  const stage = stageOf(name, values, env)
  if (faults.length === 0) faults.push(...ruleFaults(stage, prefixesOfOthers(stage, folder)))
  const all = [...faults.map((fault) => `${file}: ${fault.replace(/[^?]$/, '$&.')}`), ...otherwise(stage, env, file)]
  if (all.length > 0) throw new StageFault(all.join('\n'))
  return stage
}

/** What holds where no file is read: the environment's variables, and the defaults. */
export function stageOfEnvironment(name: string, env: Environment): Stage {
  const variables = Object.fromEntries(
    [...functionSettings.values()].flatMap((setting) =>
      env[setting.name] === undefined ? [] : [[setting.name, env[setting.name]!]],
    ),
  )
  return stageOf(name, { said: {}, variables, sources: undefined, says: [] }, env)
}

export const defaultPrefix = (stage: string): string => `${SERVICE}-${stage}`

function documentOf(name: string, folder: string): unknown {
  const file = path.join(folder, 'stages', `${name}.yml`)
  // What is no stage's name could be a path to somewhere else.
  if (!/^[A-Za-z\d-]{1,40}$/.test(name) || !existsSync(file)) {
    const meant = meantStage(name, folder)
    const copy = `copy stages/${EXAMPLE}.yml, and write into it what stage ${name} is to be. ${stagesIn(folder)}.`
    throw new StageFault(
      `There is no stages/${name}.yml: ${meant === undefined ? copy : `did you mean ${meant}? Else ${copy}`}`,
    )
  }
  try {
    return parse(readFileSync(file, 'utf8'), { merge: true }) ?? null
  } catch (error) {
    // Below its first line the message shows those of the file.
    const [says = ''] = (error as Error).message.split('\n', 1)
    throw new StageFault(`stages/${name}.yml: it is no YAML: ${says.replace(/:$/, '.')}`)
  }
}

/** The stages that have a file. */
export const namesIn = (folder: string): string[] => {
  const stages = path.join(folder, 'stages')
  return existsSync(stages)
    ? readdirSync(stages).flatMap((one) => (one.endsWith('.yml') ? [one.slice(0, -'.yml'.length)] : []))
    : []
}

/** The stage with a file that a name was probably meant to be. Short names are all near to each other. */
export const meantStage = (name: string, folder: string): string | undefined =>
  name.length < SHORT_NAME ? undefined : nearest(name, namesIn(folder))

const SHORT_NAME = 4

const stagesIn = (folder: string): string => `Stages with a file are ${namesIn(folder).join(', ') || 'none'}`

function stageOf(name: string, { said, variables, sources, says }: StageValues, env: Environment): Stage {
  const defaults = [...functionSettings.values()].map((setting) => [setting.name, String(setting.fallback)])
  const own = {
    CHAT_SECRET_PREFIX: defaultPrefix(name),
    ...(said['domain.basePath'] !== undefined && { BASE_PATH: said['domain.basePath'] }),
  }
  return {
    name,
    region: said.region ?? (env.AWS_REGION || DEFAULT_REGION),
    said,
    variables: { ...Object.fromEntries(defaults), ...own, ...variables },
    sources: sources ?? [],
    topic: said.alarmTopic ?? '',
    says,
  }
}

/** The prefixes of the stages beside this one that stand in the same region, by their names. One that can't be read has none. */
function prefixesOfOthers({ name, region }: Stage, folder: string): Map<string, string> {
  const others = namesIn(folder).filter((other) => other !== name && other !== EXAMPLE)
  const prefixes = others.flatMap((other): [string, string][] => {
    try {
      const stage = stageOf(other, readValues(documentOf(other, folder), []), {})
      return stage.region === region || stage.said.region === undefined
        ? [[other, stage.variables.CHAT_SECRET_PREFIX!]]
        : []
    } catch (error) {
      if (error instanceof StageFault) return []
      throw error
    }
  })
  return new Map(prefixes)
}

/** Variables that a deployment read before there were files, where they say something else: nobody would hear of them. */
function otherwise(stage: Stage, env: Environment, file: string): string[] {
  const held: Readonly<Record<string, string>> = {
    ...stage.variables,
    EVENT_SOURCES: JSON.stringify(Object.fromEntries(stage.sources)),
    ALARM_TOPIC_ARN: stage.topic,
  }
  const names = [...placeOfVariable].filter(([name]) => (env[name] ?? '') !== '' && env[name] !== held[name])
  const faults = names.map(
    ([name, place]) =>
      `${name} is set and says otherwise than ${file}, which decides: unset it, or write ${place} there.`,
  )
  const isElsewhere = stage.said.region !== undefined && (env.AWS_REGION || stage.region) !== stage.region
  return isElsewhere
    ? [
        ...faults,
        `AWS_REGION is set and says otherwise than ${file}, which says ${stage.region}: unset it, or write region there.`,
      ]
    : faults
}
