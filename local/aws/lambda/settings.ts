import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { StartError } from '../start-error.ts'
import { resolve } from './variables.ts'

/** A function as serverless.yml deploys it. */
export interface FunctionSettings {
  /** The deployed name: service-stage-key. */
  name: string
  runtime: string
  /** As written: `dist/http.handler`. */
  handler: string
  /** The bundle's absolute path and the export in it. */
  file: string
  export: string
  memoryMb: number
  timeoutSeconds: number
  reservedConcurrency?: number
  environment: Record<string, string>
  /** Route keys of its httpApi events: `ANY /{proxy+}`. */
  routes: string[]
}

interface Written {
  handler?: unknown
  memorySize?: unknown
  timeout?: unknown
  reservedConcurrency?: unknown
  environment?: Record<string, unknown>
  events?: unknown[]
}

/**
 * Reads the functions of a serverless.yml. `environment` overrides what it sets, for values only a deployment has.
 * Throws a StartError naming the place for whatever can't be taken over as it stands.
 */
export function readFunctions(
  file: string,
  env: NodeJS.ProcessEnv,
  environment: Record<string, string> = {},
): FunctionSettings[] {
  const document = parse(readFileSync(file, 'utf8'))
  const root = path.dirname(file)
  const resolved = (key: string): unknown => resolve(document[key], key, document, env)
  const provider = Object(resolved('provider'))
  const functions = Object(resolved('functions')) as Record<string, Written>
  return Object.entries(functions).map(([key, written]) => ({
    name: `${resolved('service')}-${provider.stage ?? 'dev'}-${key}`,
    runtime: String(provider.runtime),
    ...bundleOf(written, `functions.${key}.handler`, root),
    // The defaults are those of osls.
    memoryMb: Number(written.memorySize ?? provider.memorySize ?? 1024),
    timeoutSeconds: Number(written.timeout ?? provider.timeout ?? 6),
    ...(written.reservedConcurrency !== undefined && { reservedConcurrency: Number(written.reservedConcurrency) }),
    environment: texts(
      { ...provider.environment, ...written.environment, ...environment },
      `environment of functions.${key}`,
    ),
    routes: (written.events ?? []).flatMap((event, index) => routeOf(event, `functions.${key}.events[${index}]`)),
  }))
}

function bundleOf(
  written: Written,
  place: string,
  root: string,
): Pick<FunctionSettings, 'handler' | 'file' | 'export'> {
  const handler = String(written.handler)
  const dot = handler.lastIndexOf('.')
  const stem = path.resolve(root, handler.slice(0, dot))
  // Lambda tries the endings in this order.
  const file = ['.js', '.mjs', '.cjs'].map((ending) => stem + ending).find((name) => existsSync(name))
  if (file === undefined) {
    throw new StartError(
      `serverless.yml: ${place}: there is no bundle for "${handler}". Build it first: npm run build.`,
    )
  }
  return { handler, file, export: handler.slice(dot + 1) }
}

function texts(environment: Record<string, unknown>, place: string): Record<string, string> {
  const entries = Object.entries(environment).map(([name, value]): [string, string] => {
    if (value !== null && typeof value === 'object') {
      throw new StartError(`serverless.yml: ${place}: ${name} is known only once deployed; start needs a value for it.`)
    }
    return [name, String(value)]
  })
  return Object.fromEntries(entries)
}

function routeOf(event: unknown, place: string): string[] {
  const route = Object(event).httpApi
  if (route === undefined) return []
  if (route === '*' || route?.path === '*') return ['$default']
  const [method, url] = typeof route === 'string' ? route.split(' ') : [route.method, route.path]
  if (typeof method !== 'string' || typeof url !== 'string') {
    throw new StartError(`serverless.yml: ${place}: an httpApi event needs a method and a path.`)
  }
  return [`${method === '*' ? 'ANY' : method.toUpperCase()} ${url}`]
}
