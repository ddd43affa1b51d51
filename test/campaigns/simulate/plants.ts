import type { Edges } from '../../../lib/edges.ts'
import type { Exchange, Sent } from '../../../lib/upstream/send.ts'
import { ageless } from './letter-plants.ts'

/** Faults that can be planted at the gateway's edges, to see whether the checks find them. */
export const plants: Readonly<Record<string, (edges: Edges) => Edges>> = {
  'false-ok': (edges) => ({ ...edges, send: async (exchange) => hopeful(exchange, await edges.send(exchange)) }),
  forgetful: (edges) => ({ ...edges, connectTable: forgetful(edges) }),
  disorderly: (edges) => ({ ...edges, connectTable: disorderly(edges) }),
  leaky: (edges) => ({ ...edges, send: leaky(edges, (path) => path) }),
  sly: (edges) => ({ ...edges, send: leaky(edges, (path) => Buffer.from(path).toString('base64')) }),
  idle: (edges) => ({ ...edges, send: async () => ({ kind: 'unsent', reason: 'idle' }) }),
  ageless: (edges) => ({ ...edges, connectTable: ageless(edges) }),
  twice: (edges) => ({ ...edges, send: again(edges, '/im_push') }),
  resend: (edges) => ({ ...edges, send: again(edges, '/sendmsg') }),
  swallow: (edges) => ({ ...edges, send: swallow(edges) }),
  chatty: (edges) => ({ ...edges, send: chatty(edges) }),
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

/** A log of URLs, in whatever coding. */
const leaky =
  ({ send, writeLog }: Edges, coded: (path: string) => string): Edges['send'] =>
  (exchange) => {
    writeLog?.(JSON.stringify({ level: 'DEBUG', message: 'sending', path: coded(exchange.path) }))
    return send(exchange)
  }

/** A message that nobody sends, and that is said to be sent. */
const swallow =
  ({ send }: Edges): Edges['send'] =>
  (exchange) =>
    exchange.path.includes('/sendmsg')
      ? Promise.resolve({ kind: 'reply', status: 200, text: JSON.stringify({ ActionStatus: 'OK', ErrorCode: 0 }) })
      : send(exchange)

/** A log of what goes up, in base64. */
const chatty =
  ({ send, writeLog }: Edges): Edges['send'] =>
  (exchange) => {
    writeLog?.(
      JSON.stringify({ level: 'DEBUG', message: 'sending', body: Buffer.from(exchange.body).toString('base64') }),
    )
    return send(exchange)
  }

/** Longer than Chat knows a push or a message for the one before. */
const FORGOTTEN_MS = 1100

/** What nobody knows whether it went out, sent again when Chat has forgotten it. */
const again =
  ({ send, clock }: Edges, command: string): Edges['send'] =>
  async (exchange) => {
    const sent = await send(exchange)
    if (sent.kind === 'unsent' || !exchange.path.includes(command)) return sent
    if (sent.kind === 'reply' && /"ErrorCode":0\b/.test(sent.text)) return sent
    await clock.sleep(FORGOTTEN_MS)
    return send(exchange)
  }

type Connect = Edges['connectTable']

interface Command {
  readonly input: { readonly Item?: { readonly pk: { readonly S: string } }; readonly UpdateExpression?: string }
}

const changed = (command: Command, input: object): Command =>
  Object.assign(Object.create(Object.getPrototypeOf(command)), command, { input })

/** A table that takes a key for new though it was there before. */
function forgetful({ connectTable }: Edges): Connect {
  return async (patienceMs) => {
    const { sdk, client } = await connectTable(patienceMs)
    const send = (command: Command, options: object) => {
      const isKey = command.input.Item?.pk.S.startsWith('idem#') === true
      const sent = isKey ? changed(command, { ...command.input, ConditionExpression: undefined }) : command
      return client.send(sent as never, options as never)
    }
    return { sdk, client: { send } } as Awaited<ReturnType<Connect>>
  }
}

const MOST_ORDER = 1_000_000

/** A table that counts an account's jobs by chance. */
function disorderly({ connectTable, random }: Edges): Connect {
  return async (patienceMs) => {
    const { sdk, client } = await connectTable(patienceMs)
    const send = async (command: Command, options: object) => {
      const answer: unknown = await client.send(command as never, options as never)
      const isCount = command.input.UpdateExpression?.includes('ADD #next') === true
      return isCount ? { Attributes: { next: { N: String(Math.floor(random() * MOST_ORDER)) } } } : answer
    }
    return { sdk, client: { send } } as Awaited<ReturnType<Connect>>
  }
}
