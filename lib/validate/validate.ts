import { invalid, type Pointed } from '../errors/gateway-error.ts'
import { familyIn, loadFamily } from '../operations/load.ts'

/**
 * Checks `body` with the compiled validator of that name; only one that is bad is looked through for all that is wrong with it.
 * @param name of an operation, or `batch.whole` or `batch.entry`
 * @param doubled places that its text alone shows to be wrong; all are told together
 * @throws GatewayError INVALID_REQUEST with the places
 */
export async function validate(name: string, body: unknown, doubled?: Iterable<Pointed>): Promise<void> {
  const known = (await loadFamily(familyIn(name)))?.compiled[name]
  if (!known) throw new Error(`no compiled schema "${name}": run the build`)
  const isSound = known.isGood(body)
  if (isSound && !doubled) return
  const faults = isSound ? [] : (await import('./faults.ts')).faultsIn(body, known.schema)
  const refusal = invalid(both(doubled ?? [], faults))
  if (refusal.parts.errors?.length !== 0) throw refusal
  if (!isSound) throw new Error(`validator "${name}" refuses a body without a fault`)
}

function* both<T>(first: Iterable<T>, second: Iterable<T>): Generator<T, void, undefined> {
  yield* first
  yield* second
}
