import { invalid, type Pointed } from '../errors/gateway-error.ts'
import { faultsIn } from './faults.ts'

/** Loaded by the first request that brings a body, and once for all of them: a start costs the same however many there are. */
let loading: Promise<typeof import('../../schemas/compiled.js')> | undefined

/**
 * Checks `body` with the compiled validator of that name; only one that is bad is looked through for all that is wrong with it.
 * @param doubled places that its text alone shows to be wrong; all are told together
 * @throws GatewayError INVALID_REQUEST with the places
 */
export async function validate(name: string, body: unknown, doubled?: Iterable<Pointed>): Promise<void> {
  loading ??= import('../../schemas/compiled.js')
  const { validators, schemas } = await loading
  const [isGood, schema] = [validators[name], schemas[name]]
  if (!isGood || !schema) throw new Error(`no compiled validator "${name}": run the build`)
  const isSound = isGood(body)
  if (isSound && !doubled) return
  const refusal = invalid(both(doubled ?? [], isSound ? [] : faultsIn(body, schema)))
  if (refusal.parts.errors?.length !== 0) throw refusal
  if (!isSound) throw new Error(`validator "${name}" refuses a body without a fault`)
}

function* both<T>(first: Iterable<T>, second: Iterable<T>): Generator<T, void, undefined> {
  yield* first
  yield* second
}
