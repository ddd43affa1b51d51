import type { Command } from './commands/command.ts'
import { findCommand } from './commands/index.ts'
import { type Region, regionOfHost } from './regions.ts'
import { Refusal } from './replies.ts'
import { verifyUserSig } from './user-sig.ts'
import type { App } from './world/app.ts'
import type { World } from './world/index.ts'

/** One HTTP request to the REST API, read to its end. */
export interface RestRequest {
  method: string
  /** `sns` and `friend_update` of /v4/sns/friend_update; undefined where the path has another form. */
  target: { service: string; name: string } | undefined
  query: URLSearchParams
  /** Undefined where its bytes are no UTF-8. */
  body: string | undefined
  host: string | undefined
  /** Of the listener, where that serves one region only. */
  region: Region | undefined
  ip: string
}

export interface Admitted {
  app: App
  command: Command
  body: Record<string, unknown>
  query: URLSearchParams
}

/**
 * Every check before a command: throws Refusal with the first code that applies, in the order of the lines below.
 * https://trtc.io/document/34348, https://trtc.io/document/34620
 */
export function admit(world: World, request: RestRequest): Admitted {
  const { method, target, query } = request
  if (method !== 'POST' || !target) throw new Refusal(60002)
  const app = findApp(world, query)
  const command = findCommand(target.service, target.name)
  if (!command) throw new Refusal(60009)
  checkQuery(world, query)
  if ((request.region ?? regionOfHost(request.host) ?? app.region) !== app.region) throw new Refusal(60026)
  const identifier = query.get('identifier') ?? ''
  if (!app.admins.includes(identifier)) throw new Refusal(60010)
  checkUserSig(world, app, identifier, query.get('usersig') ?? '')
  checkStatus(app)
  if (app.allowedIps.length > 0 && !app.allowedIps.includes(request.ip)) throw new Refusal(60021)
  checkRate(world, `${app.name} ${command.name}`, world.limits[command.rate ?? 'callsPerSecond'])
  return { app, command, body: parseBody(command.bodyOptional && request.body === '' ? '{}' : request.body), query }
}

function findApp(world: World, query: URLSearchParams): App {
  const given = query.get('sdkappid')
  if (!given) throw new Refusal(60012)
  const app = appBySdkAppId(world, given)
  if (!app) throw new Refusal(60006)
  return app
}

/** The app that a URL's sdkappid names, if any. */
export function appBySdkAppId(world: World, sdkAppId: string | null): App | undefined {
  return [...world.apps.values()].find((app) => String(app.sdkAppId) === sdkAppId)
}

function checkQuery({ seed }: World, query: URLSearchParams): void {
  if (!query.get('identifier') || query.get('contenttype') !== 'json') throw new Refusal(60025)
  if (seed.strictRandom && !isUint32(query.get('random') ?? '')) throw new Refusal(60002)
}

const isUint32 = (text: string): boolean => /^\d{1,10}$/.test(text) && Number(text) <= 2 ** 32 - 1

// Once too many UserSigs of an admin have failed, a good one is refused as well until the window has calmed.
function checkUserSig(world: World, app: App, identifier: string, userSig: string): void {
  const now = world.now()
  const failures = world.userSigFailures
  const key = `${app.name} ${identifier}`
  const code = verifyUserSig(userSig, { identifier, sdkAppId: app.sdkAppId, key: app.key, now })
  if (code) failures.add(key, now)
  if (failures.count(key, now) > world.limits.userSigFailures) throw new Refusal(70050)
  if (code) throw new Refusal(code)
}

const statusCodes = { active: 0, disabled: 60016, 'requests-disabled': 60017, expired: 60020 }

function checkStatus(app: App): void {
  const code = statusCodes[app.status]
  if (code) throw new Refusal(code)
}

function checkRate(world: World, key: string, callsPerSecond: number): void {
  const now = world.now()
  if (world.rates.count(key, now) >= callsPerSecond) throw new Refusal(60007)
  world.rates.add(key, now)
}

function parseBody(text: string | undefined): Record<string, unknown> {
  if (text === undefined) throw new Refusal(60003, 'the request body is not UTF-8')
  let body: unknown
  try {
    body = withoutNulls(JSON.parse(text))
  } catch {
    throw new Refusal(60003)
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new Refusal(60003)
  return body as Record<string, unknown>
}

/** Clients in languages with empty values send `null` for what they leave out: a member that is null is none. */
function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(withoutNulls)
  const given = Object.entries(value).filter(([, member]) => member !== null)
  return Object.fromEntries(given.map(([name, member]) => [name, withoutNulls(member)]))
}
