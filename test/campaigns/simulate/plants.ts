import type { Edges } from '../../../lib/edges.ts'
import type { Exchange, Sent } from '../../../lib/upstream/send.ts'

/** Faults that can be planted at the gateway's edges, to see whether the checks find them. */
export const plants: Readonly<Record<string, (edges: Edges) => Edges>> = {
  'false-ok': (edges) => ({ ...edges, send: async (exchange) => hopeful(exchange, await edges.send(exchange)) }),
  forgetful: (edges) => ({ ...edges, connectTable: forgetful(edges) }),
  hasty: (edges) => ({ ...edges, clock: { ...edges.clock, sleep: () => edges.clock.sleep(0) } }),
}

/** A lost reply, taken for success. */
function hopeful({ body }: Exchange, sent: Sent): Sent {
  if (sent.kind !== 'lost') return sent
  const { UpdateItem } = JSON.parse(body) as { readonly UpdateItem?: readonly { readonly To_Account: string }[] }
  const ResultItem = UpdateItem?.map(({ To_Account }) => ({ To_Account, ResultCode: 0, ResultInfo: '' }))
  return {
    kind: 'reply',
    status: 200,
    text: JSON.stringify({ ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '', ResultItem }),
  }
}

/** A table that takes a key for new though it was there before. */
function forgetful({ connectTable }: Edges): Edges['connectTable'] {
  return async (patienceMs) => {
    const { sdk, client } = await connectTable(patienceMs)
    const send = (command: { readonly input: object }, options: object) => {
      const {
        Item,
        ConditionExpression: _,
        ...input
      } = command.input as {
        readonly Item?: { readonly pk: { readonly S: string } }
        readonly ConditionExpression?: string
      }
      const isKey = Item?.pk.S.startsWith('idem#') === true
      const sent = isKey
        ? Object.assign(Object.create(Object.getPrototypeOf(command)), command, { input: { ...input, Item } })
        : command
      return client.send(sent as never, options as never)
    }
    return { sdk, client: { send } } as Awaited<ReturnType<Edges['connectTable']>>
  }
}
