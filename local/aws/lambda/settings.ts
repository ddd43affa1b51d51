import { existsSync } from 'node:fs'
import path from 'node:path'
import { dereference, type References } from '../references.ts'
import { StartError } from '../start-error.ts'
import type { Template } from '../template.ts'
import { type AsynchronousSettings, asynchronousOf, type QueueSource, queueSourceOf } from './triggers.ts'

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
  /** Queues of its sqs events. */
  sources: QueueSource[]
  asynchronous: AsynchronousSettings
}

const KNOWN_EVENTS = new Set(['httpApi', 'sqs', 'schedule'])

interface Written {
  handler?: unknown
  memorySize?: unknown
  timeout?: unknown
  reservedConcurrency?: unknown
  environment?: Record<string, unknown>
  events?: unknown[]
  maximumRetryAttempts?: unknown
  maximumEventAge?: unknown
  destinations?: unknown
}

/**
 * Reads the functions of a serverless.yml. `environment` overrides what it sets, for values only a deployment has.
 * Throws a StartError naming the place for whatever can't be taken over as it stands.
 */
export function readFunctions(
  template: Template,
  references: References,
  environment: Record<string, string> = {},
): FunctionSettings[] {
  const provider = Object(template.section('provider'))
  const functions = Object(template.section('functions')) as Record<string, Written>
  return Object.entries(functions).map(([key, written]) => {
    const place = `functions.${key}`
    const events = eventsOf(written, place)
    const variables = { ...provider.environment, ...written.environment, ...environment }
    return {
      name: `${template.prefix}-${key}`,
      runtime: String(provider.runtime),
      ...bundleOf(written, `${place}.handler`, template.folder),
      // The defaults are those of osls.
      memoryMb: Number(written.memorySize ?? provider.memorySize ?? 1024),
      timeoutSeconds: Number(written.timeout ?? provider.timeout ?? 6),
      ...(written.reservedConcurrency !== undefined && { reservedConcurrency: Number(written.reservedConcurrency) }),
      environment: texts(variables, `environment of ${place}`, references),
      routes: events.flatMap(({ event, at }) => routeOf(event, at)),
      sources: events.flatMap(({ event, at }) => queueSourceOf(event, at, references)),
      asynchronous: asynchronousOf(written, place, references),
    }
  })
}

/** Refuses what nothing here would ever send. A schedule may stand there, as it would fire later at best. */
function eventsOf({ events = [] }: Written, place: string): { event: unknown; at: string }[] {
  return events.map((event, index) => {
    const at = `${place}.events[${index}]`
    const unknown = Object.keys(Object(event)).find((kind) => !KNOWN_EVENTS.has(kind))
    if (unknown === undefined) return { event, at }
    throw new StartError(`serverless.yml: ${at}: the local gateway doesn't know events of the kind "${unknown}".`)
  })
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

function texts(environment: Record<string, unknown>, place: string, references: References): Record<string, string> {
  const entries = Object.entries(environment).map(([name, value]): [string, string] => {
    const known = dereference(value, `${place}: ${name}`, references)
    if (known === null || typeof known !== 'object') return [name, String(known)]
    throw new StartError(`serverless.yml: ${place}: ${name} must be text.`)
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
