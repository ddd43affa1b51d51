import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { resolve } from './lambda/variables.ts'
import { StartError } from './start-error.ts'

/** A resource of CloudFormation with its osls variables replaced. */
export interface Resource {
  /** Its key in serverless.yml, which `Ref` and `Fn::GetAtt` know it by. */
  id: string
  /** Where its properties stand, for what is wrong with them. */
  place: string
  properties: Record<string, unknown>
}

/** A serverless.yml as read, and the environment that stands behind its `${env:…}`. */
export class Template {
  /** The folder that its paths start from. */
  readonly folder: string
  readonly #document: Record<string, unknown>
  readonly #env: NodeJS.ProcessEnv

  constructor(file: string, env: NodeJS.ProcessEnv) {
    this.folder = path.dirname(file)
    this.#document = Object(parse(readFileSync(file, 'utf8')))
    this.#env = env
  }

  /** A section of the top level. Throws a StartError naming the place of a variable that can't be replaced. */
  section(key: string): unknown {
    return resolve(this.#document[key], key, this.#document, this.#env)
  }

  /** What the names of everything deployed begin with. */
  get prefix(): string {
    return `${this.section('service')}-${Object(this.section('provider')).stage ?? 'dev'}`
  }

  /** The resources of a type. Others are left alone, as they may say what only a deployment can. */
  resources(type: string): Resource[] {
    const described = Object(Object(this.#document.resources).Resources) as Record<string, Record<string, unknown>>
    return Object.entries(described)
      .filter(([, { Type }]) => Type === type)
      .map(([id, { Properties }]) => {
        const place = `resources.Resources.${id}.Properties`
        return { id, place, properties: Object(resolve(Properties, place, this.#document, this.#env)) }
      })
  }
}

/** The name in a resource's own property. Throws a StartError where it is not plain text. */
export function plainName({ place, properties }: Resource, property: string, what: string): string {
  const name = properties[property]
  if (typeof name === 'string') return name
  throw new StartError(`serverless.yml: ${place}: give the ${what} a ${property}; one made up by AWS is unknown here.`)
}
