import type { ConnectBus } from '../../../../lib/edges.ts'
import type { Random } from '../../random.ts'
import type { Client, Service } from './service.ts'

/** An event as it was put on the bus. */
export interface BusEvent {
  readonly DetailType: string
  readonly Detail: string
}

class Put {
  readonly input: { readonly Entries: readonly BusEvent[] }
  constructor(input: Put['input']) {
    this.input = input
  }
}

const PATIENCE_MS = 3000
/** Share of entries that the bus refuses by themselves. */
const REFUSED_SHARE = 0.005

/** A client of the simulated event bus, which tells `take` of all that it takes. */
export function connectTo(
  take: (event: BusEvent) => void,
  service: Service,
  client: Client,
  random: Random,
): ConnectBus {
  const putOne = (entry: BusEvent) => {
    if (random.isLucky(REFUSED_SHARE)) return { ErrorCode: 'InternalFailure' }
    take(entry)
    return { EventId: 'taken' }
  }
  const apply = (entries: readonly BusEvent[]) => {
    const told = entries.map(putOne)
    return { Entries: told, FailedEntryCount: told.filter((one) => 'ErrorCode' in one).length }
  }
  const send = ({ input }: Put) =>
    service.ask({ client, apply: () => apply(input.Entries), patienceMs: PATIENCE_MS, tries: 1 })
  return async () =>
    ({ sdk: { PutEventsCommand: Put }, client: { send } }) as unknown as Awaited<ReturnType<ConnectBus>>
}
