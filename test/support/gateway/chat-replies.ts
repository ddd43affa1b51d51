import { type Call, type Reply, type Script, Wire } from './chat-server.ts'

const envelope = { ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '', ErrorDisplay: '' }

export const entry = (userId: unknown, code: unknown = 0, info = '') => ({
  To_Account: userId,
  ResultCode: code,
  ResultInfo: info,
})

/** The friends of a call, in the order asked. */
export const asked = (call: Call) => call.body.UpdateItem.map((item) => item.To_Account)

/** An envelope that says OK around exactly these entries. */
export const listing = (entries: readonly unknown[]) => ({ ResultItem: entries, ...envelope })

/** Every friend done. */
export const allOk: Script = (call) => listing(asked(call).map((id) => entry(id)))

/** Every friend done, but for those given a code (or a code and its ResultInfo). */
export const codes =
  (byFriend: Readonly<Record<string, number | readonly [number, string]>>): Script =>
  (call) =>
    listing(
      asked(call).map((id) => {
        const [code, info] = [Object.hasOwn(byFriend, id) ? byFriend[id] : 0].flat() as [number, string?]
        return entry(id, code, info ?? (code === 0 ? '' : `Err_SNS_Some_${code}`))
      }),
    )

/** The call refused as a whole. */
export const refused = (code: unknown, info = 'Err_Whole', display = '') => ({
  ActionStatus: 'FAIL',
  ErrorCode: code,
  ErrorInfo: info,
  ErrorDisplay: display,
})

/** One script a call; the last goes on for ever. */
export const inTurn = (...scripts: readonly (Script | Reply)[]): Script => {
  let turn = 0
  return (call) => {
    const next = scripts[Math.min(turn++, scripts.length - 1)]!
    return typeof next === 'function' ? (next as Script)(call) : next
  }
}

/** Lets whatever is under way get on with it. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate)
}

/** The same, with every call kept open for a while, so that calls which may overlap do. */
export const lingering =
  (script: Script): Script =>
  async (call) => {
    await turns(200)
    return script(call)
  }

export const page = (status: number, text: string, contentType = 'text/html') =>
  new Wire((response) => {
    response.writeHead(status, { 'content-type': contentType })
    response.end(status === 204 ? undefined : text)
  })

/** HTTP 302 to the very page that would say yes. */
export const elsewhere = (location: string) =>
  new Wire((response) => {
    response.writeHead(302, { location })
    response.end()
  })

/** The socket goes before a byte was answered. */
export const cutAtOnce = () => new Wire((_, request) => request.socket.destroy())

/** Headers and half the body, then the socket goes. */
export const cutMidBody = (reply: object) =>
  new Wire((response) => {
    const text = JSON.stringify(reply)
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(text.length) })
    response.write(text.slice(0, Math.floor(text.length / 2)), () => response.socket?.destroy())
  })

/** JSON that stops half way, though the reply says it is complete. */
export const cutJson = (reply: object) => {
  const text = JSON.stringify(reply)
  return page(200, text.slice(0, text.length - 10), 'application/json')
}

/** No answer at all. */
export const silence = () => new Wire(() => undefined)

/** Megabyte after megabyte, as fast as they are taken; `poured` says how many bytes were. */
export function endlessBytes() {
  const block = Buffer.alloc(1 << 20, ' ')
  let bytes = 0
  const wire = new Wire((response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const pour = () => {
      let taking = true
      while (taking && !response.destroyed) {
        taking = response.write(block)
        bytes += block.length
      }
    }
    response.on('drain', pour)
    pour()
  })
  return { wire, poured: () => bytes }
}

/** A byte now and then, so that no read ever times out. */
export const endlessDrip = () =>
  new Wire((response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.write('{')
    const drip = setInterval(() => response.write(' '), 20)
    response.once('close', () => clearInterval(drip))
  })

const onTheWire = (reply: object) => {
  const text = JSON.stringify(reply)
  const length = `content-length: ${Buffer.byteLength(text)}`
  return `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${length}\r\n\r\n${text}`
}

/** A reply, and once that is through, the same again on the same socket, unasked; `through` tells when. */
export function sentTwice(reply: object) {
  let done = () => {}
  const through = new Promise<void>((resolve) => {
    done = resolve
  })
  const wire = new Wire((_, { socket }) => {
    socket.write(onTheWire(reply), () => void turns(50).then(() => socket.write(onTheWire(reply), done)))
  })
  return { wire, through }
}
