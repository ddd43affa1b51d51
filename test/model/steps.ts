import fc from 'fast-check'
import { actor, bodies, bodiesOfTheApp, bool, maybe, optional, others, words } from './bodies.ts'
import { rules } from './operations.ts'
import type { Body, Loss, Request } from './words.ts'

/** One thing a caller does. What depends on earlier answers is a number, which the player turns into one of those. */
export type Step =
  | { readonly do: 'call'; readonly request: Request; readonly loss: Loss | undefined }
  /** A list from its first page to its last, or from a cursor kept from earlier, whosever that was. */
  | {
      readonly do: 'walk'
      readonly request: Request
      readonly from: number | undefined
      readonly loss: Loss | undefined
    }
  /** The last `retry` body that was answered. */
  | { readonly do: 'repeat' }
  /** One request of each app at once. */
  | { readonly do: 'batch'; readonly requests: readonly Request[] }
  /** A request with a fault in it, which must change nothing. */
  | { readonly do: 'spoil'; readonly request: Request; readonly how: number }

const defaultApp = optional(fc.constant('default'), 2)
const anyApp = fc.oneof(
  { weight: 20, arbitrary: defaultApp },
  { weight: 10, arbitrary: fc.constant('other') },
  { weight: 1, arbitrary: fc.constant('nowhere') },
)

/** Adding is done more often than what needs friends, lists or blocks to do anything. */
const operation = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('friends.add', 'friends.import', 'blocklist.add', 'messages.send') },
  { weight: 7, arbitrary: fc.constantFrom(...Object.keys(rules).filter((name) => name !== 'friends.delete-all')) },
  { weight: 1, arbitrary: fc.constantFrom('friends.delete-all', 'friends.list') },
)

const requestOf = (name: string, app: fc.Arbitrary<string | undefined>): fc.Arbitrary<Request> =>
  words<Body>({ app, ...(bodiesOfTheApp[name] ?? { userId: actor, ...bodies[name] }) }).map((body) => ({
    operation: name,
    body,
  }))

const request = (app: fc.Arbitrary<string | undefined> = anyApp) => operation.chain((name) => requestOf(name, app))

/** Ends that leave the effect unknown, and one that proves that nothing was done. */
const ends: readonly (Pick<Loss, 'code' | 'isUnknown'> & { readonly number: number; readonly kind?: string })[] = [
  { number: 30007, code: 'UPSTREAM_TIMEOUT', isUnknown: true },
  { number: 0, kind: 'cut', code: 'UPSTREAM_UNREACHABLE', isUnknown: true },
  { number: 0, kind: 'html', code: 'UPSTREAM_MALFORMED', isUnknown: true },
  { number: 30006, code: 'UPSTREAM_INTERNAL', isUnknown: false },
]
const struck = { times: fc.constantFrom<1 | 2>(1, 1, 2), after: bool }

const callLoss = fc
  .record({ ...struck, end: fc.constantFrom(...ends) })
  .map(({ end: { number, kind, code, isUnknown }, times, after }): Loss => {
    return { fault: kind ? { kind } : { errorCode: number }, code, isUnknown, times, after: after && isUnknown }
  })
const itemsLoss = fc
  .record({ ...struck, end: fc.constantFrom(...ends.filter(({ number }) => number > 0)), only: others })
  .map(({ end: { number, code, isUnknown }, times, after, only }): Loss => {
    const items = Object.fromEntries(only.map((id) => [id, number]))
    return { fault: { items }, code, isUnknown, times, after: after && isUnknown, only }
  })
const loss = fc.oneof(callLoss, itemsLoss)
const maybeLoss = optional(loss, 12)

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 20,
    arbitrary: fc
      .record({ do: fc.constant('call' as const), request: request(), loss: maybeLoss })
      .map((step) =>
        step.loss?.only && rules[step.request.operation]?.tellsNoCodes ? { ...step, loss: undefined } : step,
      ),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('walk' as const),
      request: fc
        .constantFrom('friends.list', 'blocklist.list', 'messages.list')
        .chain((name) => requestOf(name, anyApp)),
      from: maybe(fc.nat(9)),
      loss: maybeLoss,
    }),
  },
  { weight: 2, arbitrary: fc.constant<Step>({ do: 'repeat' }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('batch' as const),
      requests: fc.tuple(request(defaultApp), request(fc.constant('other'))),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('spoil' as const), request: request(), how: fc.nat(99) }) },
)

const MOST_STEPS = 60

/**
 * A random sequence. Its length is not biased to the short ones that fast-check would begin with, since those meet little;
 * one that shows a difference is shrunk to the fewest and simplest steps that still do.
 */
export const sequence: fc.Arbitrary<Step[]> = fc.noBias(
  fc.array(step, { minLength: 1, maxLength: MOST_STEPS, size: 'max' }),
)
