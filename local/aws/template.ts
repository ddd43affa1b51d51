import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { stageOfEnvironment } from '../../scripts/stages/read-stage.ts'
import { DEV, type Stage } from '../../scripts/stages/stage.ts'
import { versionOf } from '../../scripts/version.ts'
import { StartError } from './start-error.ts'
import { resolve } from './variables.ts'

/** A resource of CloudFormation with its osls variables replaced. */
export interface Resource {
  /** Its key in serverless.yml, which `Ref` and `Fn::GetAtt` know it by. */
  id: string
  /** Where its properties stand, for what is wrong with them. */
  place: string
  properties: Record<string, unknown>
}

/** A resource as written. */
interface Written {
  id: string
  place: string
  type: unknown
  properties: unknown
}

/** A serverless.yml as read, and the environment that stands behind its `${env:…}`. */
export class Template {
  /** The folder that its paths start from. */
  readonly folder: string
  readonly #document: Record<string, unknown>
  readonly #env: NodeJS.ProcessEnv
  readonly #written: readonly Written[]

  /**
   * @param stage what `custom.stage` holds; unless given, what the environment says of `dev`
   * Throws a StartError naming the place of resources that can't be read.
   */
  constructor(file: string, env: NodeJS.ProcessEnv, stage?: Stage) {
    this.folder = path.dirname(file)
    this.#document = ofStage(Object(readYaml(file)), stage ?? stageOfEnvironment(DEV, env))
    this.#env = env
    this.#written = writtenIn(this.#document.resources ?? {}, this.folder)
  }

  /** A section of the top level. Throws a StartError naming the place of a variable that can't be replaced. */
  section(key: string): unknown {
    return resolve(this.#document[key], key, this.#document, this.#env)
  }

  /** What the names of everything deployed begin with. */
  get prefix(): string {
    return `${this.section('service')}-${Object(this.section('provider')).stage ?? 'dev'}`
  }

  /** The keys of a type's resources, which are not read any further. */
  ids(type: string): string[] {
    return this.#written.filter((resource) => resource.type === type).map(({ id }) => id)
  }

  /** The resources of a type. Others are left alone, as they may say what only a deployment can. */
  resources(type: string): Resource[] {
    return this.#written
      .filter((resource) => resource.type === type)
      .map(({ id, place, properties }) => {
        return { id, place, properties: Object(resolve(properties, place, this.#document, this.#env)) }
      })
  }
}

/** A document that asks programs for its stage and its version gets them here. */
function ofStage(document: Record<string, unknown>, stage: Stage): Record<string, unknown> {
  if (!String(Object(document.custom).stage).endsWith('.cjs)}')) return document
  const provider = { ...Object(document.provider), stage: stage.name }
  return { ...document, provider, custom: { ...Object(document.custom), stage, version: ownVersion() } }
}

let version: string | undefined

/** Asked of git once: a process goes on with the files that it has loaded. */
function ownVersion(): string {
  version ??= versionOf()
  return version
}

const parsed = new Map<string, { text: string; document: unknown }>()

/** As osls reads it, where `<<` merges; taken apart anew only where the file says something else. Nobody may change what comes back. */
function readYaml(file: string): unknown {
  const text = readFileSync(file, 'utf8')
  const before = parsed.get(file)
  if (before?.text === text) return before.document
  const document: unknown = parse(text, { merge: true })
  parsed.set(file, { text, document })
  return document
}

/** The resources of `resources`: of an object, or of a list of such, each of which may stand in a file of its own. */
function writtenIn(resources: unknown, folder: string): Written[] {
  const written = Array.isArray(resources)
    ? resources.flatMap((part, index) => partOf(part, `resources[${index}]`, folder))
    : partOf(resources, 'resources', folder)
  const seen = new Map<string, string>()
  for (const { id, place } of written) {
    const other = seen.get(id)
    if (other) throw new StartError(`serverless.yml: ${place}: there is one at ${other} already. Rename one of them.`)
    seen.set(id, place)
  }
  return written
}

/** How osls names a file that stands in for a value; the path starts from serverless.yml's folder. */
const FILE = /^\$\{file\(([^(){}]+)\)\}$/

function partOf(part: unknown, place: string, folder: string): Written[] {
  const file = FILE.exec(String(part))?.[1]
  // What a program writes depends on the deploy's own environment, and only a deployment needs it.
  if (file?.endsWith('.cjs')) return []
  const read = file === undefined ? part : readPart(file, place, folder)
  if (read === null || typeof read !== 'object' || Array.isArray(read)) {
    const known = `an object or \${file(PATH)} of one`
    throw new StartError(
      `serverless.yml: ${place}: the local gateway takes ${known} here, not ${JSON.stringify(part)}.`,
    )
  }
  const at = file === undefined ? `${place}.Resources` : `${file}: Resources`
  const described = Object(Object(read).Resources) as Record<string, Record<string, unknown>>
  return Object.entries(described).map(([id, { Type: type, Properties: properties }]) => {
    return { id, place: `${at}.${id}.Properties`, type, properties }
  })
}

function readPart(file: string, place: string, folder: string): unknown {
  try {
    return readYaml(path.resolve(folder, file))
  } catch (error) {
    const why = `${file} can't be read: ${(error as Error).message}`
    throw new StartError(`serverless.yml: ${place}: ${why}. Mend the path or the file.`, { cause: error })
  }
}

/** The name in a resource's own property. Throws a StartError where it is not plain text. */
export function plainName({ place, properties }: Resource, property: string, what: string): string {
  const name = properties[property]
  if (typeof name === 'string') return name
  throw new StartError(`serverless.yml: ${place}: give the ${what} a ${property}; one made up by AWS is unknown here.`)
}
