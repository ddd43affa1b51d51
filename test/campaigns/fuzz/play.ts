import fc from 'fast-check'
import type { Deployment } from '../../support/deployment.ts'
import { faultsOfPlayed, goodRequests, scripts } from './bodies.ts'
import { events, faultsOfEvent, faultsOfRings, rings, type Search } from './events.ts'
import { requests } from './requests.ts'
import type { Rig } from './rig.ts'
import { type Played, playAlone } from './scripted.ts'
import { faultsOf } from './verify.ts'

/** How often what was met. */
export type Met = Map<string, number>

const noteIn = (met: Met, what: string) => void met.set(what, (met.get(what) ?? 0) + 1)

/** Longest part of a failure that is shown. */
const MOST_SHOWN = 2000

/** @throws Error that says what was wrong, and what else may help */
function demandNone(faults: readonly string[], ...more: readonly string[]): void {
  if (faults.length === 0) return
  throw new Error([faults.join('\n'), ...more].map((text) => text.slice(0, MOST_SHOWN)).join('\n'))
}

/** Faults of an input, and leaks of whatever was said and printed meanwhile. @throws Error */
function judge(rig: Rig, faults: readonly string[], answered = ''): void {
  const log = rig.readLog()
  const leaks = rig.scan.leaks.splice(0).map(({ place, what }) => `${place} holds ${what}`)
  demandNone([...faults, ...leaks], answered, log)
}

/** A kind of input, with the check of what comes of one. */
export type Kind = (rig: Rig, met: Met) => fc.IRawProperty<unknown, true>

const overHttp =
  (hasState: boolean): Kind =>
  (rig, met) =>
    fc.asyncProperty(requests, async (ask) => {
      const { answer, requestId } = await rig.ask(ask.event, hasState)
      noteIn(met, `${answer.status} ${answer.json.code ?? ''}`.trim())
      judge(rig, faultsOf(ask, answer, { requestId, hasState }), answer.text)
    })

/** Inputs of a function that answers nobody. */
const inDeployment =
  <T>(
    what: string,
    arbitrary: fc.Arbitrary<T>,
    faultsOfOne: (deployment: Deployment, input: T, search: Search) => Promise<string[]>,
  ): Kind =>
  (rig, met) =>
    fc.asyncProperty(arbitrary, async (input) => {
      noteIn(met, what)
      judge(rig, await faultsOfOne(rig.deployment, input, (place, text) => rig.scan.search(place, text)))
    })

const hostileBodies =
  (play: (rig: Rig, ...conversation: Parameters<typeof playAlone>) => Promise<Played>): Kind =>
  (rig, met) =>
    fc.asyncProperty(goodRequests, scripts, async (request, script) => {
      const played = await play(rig, request, script)
      for (const { status } of played.json.results ?? []) noteIn(met, `item ${status}`)
      demandNone(faultsOfPlayed(request, played), JSON.stringify(played.exchanges), played.text)
    })

/** What is thrown at the gateway, by name. */
export const kinds = {
  http: overHttp(false),
  state: overHttp(true),
  events: inDeployment('event', events, faultsOfEvent),
  queue: inDeployment('doorbells', rings, faultsOfRings),
  /** Replies read by the flow alone, and some of them by the built function over sockets. */
  bodies: hostileBodies((_, ...conversation) => playAlone(...conversation)),
  sockets: hostileBodies(async (rig, ...conversation) => (await rig.built()).play(...conversation)),
} as const satisfies Record<string, Kind>

export type KindName = keyof typeof kinds

export const isKind = (name: string): name is KindName => Object.hasOwn(kinds, name)

/** How many runs each kind gets of all: a request without state costs a fraction of one that is written down. */
export const runsOf = (runs: number, bodies: number): Readonly<Record<KindName, number>> => {
  const [state, events, queue] = [0.02, 0.02, 0.01].map((share) => Math.ceil(runs * share)) as [number, number, number]
  const sockets = Math.ceil(bodies * 0.02)
  return { http: runs - state - events - queue, state, events, queue, bodies: bodies - sockets, sockets }
}
