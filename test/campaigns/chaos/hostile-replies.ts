type Members = Record<string, unknown>

/** A reply as it goes on the wire in place of the true one. */
export interface RawReply {
  readonly head: readonly string[]
  readonly body: Buffer
}

const ok = (body: string | Buffer, head: readonly string[] = []): RawReply => {
  const bytes = Buffer.from(body)
  return { head: ['HTTP/1.1 200 OK', `content-length: ${bytes.length}`, ...head], body: bytes }
}

/** The true body, changed; one that Chat has spoilt already stays as it is. */
const changed = (change: (body: Members) => Members) => (text: string) => {
  try {
    return ok(JSON.stringify(change(JSON.parse(text))))
  } catch {
    return ok(text)
  }
}

/** The member that holds a row for each item, changed. */
const rows = (change: (list: readonly Members[]) => unknown) =>
  changed((body) => {
    const member = Object.keys(body).find((name) => Array.isArray(body[name]) && name.endsWith('Item'))
    return member === undefined ? body : { ...body, [member]: change(body[member] as Members[]) }
  })

const firstRow = (change: (row: Members) => unknown) => rows(([first = {}, ...rest]) => [change(first), ...rest])

const withHead = (body: string, head: readonly string[]): RawReply => ({ head, body: Buffer.from(body) })

/**
 * Replies that a careless reader takes for something else. None says that an item failed which was done, or was done which
 * failed: such a lie nobody could see through. `url` is the request's own, UserSig and all.
 */
export const hostileReplies = {
  empty: () => ok(''),
  null: () => ok('null'),
  list: () => ok('[]'),
  number: () => ok('0'),
  text: () => ok('"OK"'),
  'no error code': changed(({ ErrorCode: _, ...body }) => body),
  'error code as text': changed((body) => ({ ...body, ErrorCode: '0' })),
  'error code as list': changed((body) => ({ ...body, ErrorCode: [0] })),
  'rows left out': rows(() => undefined),
  'rows as object': rows((list) => ({ ...list })),
  'rows null': rows((list) => list.map(() => null)),
  'first row left out': rows(([, ...rest]) => rest),
  'first row doubled': rows((list) => [...list, ...list.slice(0, 1)]),
  'result code as text': firstRow((row) => ({ ...row, ResultCode: String(row.ResultCode) })),
  'result code as object': firstRow((row) => ({ ...row, ResultCode: {} })),
  'result code left out': firstRow(({ ResultCode: _, ...row }) => row),
  'another account': firstRow((row) => ({ ...row, To_Account: String(row.To_Account).toUpperCase() })),
  'account as number': firstRow((row) => ({ ...row, To_Account: 7 })),
  'a foreign row': rows((list) => [...list, { To_Account: '__proto__', ResultCode: 0, ResultInfo: '' }]),
  'members of the prototype': (text) => ok(text.replace('{', '{"__proto__":{"ErrorCode":0},"constructor":{},')),
  'very deep': () => ok(`${'['.repeat(20_000)}${']'.repeat(20_000)}`),
  'byte order mark': (text) => ok(`\uFEFF${text}`),
  'no UTF-8': (text) => ok(Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from([0xc3, 0x28, 0xff])])),
  'said to be compressed': (text) => ok(text, ['content-encoding: gzip']),
  'two bodies': (text) => ok(text + text),
  'too short a length': (text) => withHead(text, ['HTTP/1.1 200 OK', `content-length: ${text.length >> 1}`]),
  'too great a length': (text) => withHead(text, ['HTTP/1.1 200 OK', `content-length: ${text.length + 50}`]),
  'broken chunks': (text) => withHead(`zz\r\n${text}`, ['HTTP/1.1 200 OK', 'transfer-encoding: chunked']),
  'no HTTP': () => withHead('220 mail.example.com ESMTP\r\n', ['SMTP']),
  'early hints first': (text) => ok(text, []),
  redirect: () => withHead('', ['HTTP/1.1 302 Found', 'location: http://127.0.0.1:1/', 'content-length: 0']),
  'no content': () => withHead('', ['HTTP/1.1 204 No Content']),
  'echo of the URL': (_, url) => ok(JSON.stringify(echo(url))),
  'echo of the URL in a page': (_, url) =>
    withHead(url, ['HTTP/1.1 500 Oops', 'content-type: text/html', `content-length: ${Buffer.byteLength(url)}`]),
} as const satisfies Record<string, (text: string, url: string) => RawReply>

/** A failure of unknown effect that shows all it knows of the request. */
const echo = (url: string) => ({
  ActionStatus: 'FAIL',
  ErrorCode: 60008,
  ErrorInfo: `timeout of ${url}`,
  ErrorDisplay: encodeURIComponent(url),
})

export type HostileName = keyof typeof hostileReplies

export const hostileNames = Object.keys(hostileReplies) as [HostileName, ...HostileName[]]

/** Writes a hostile reply in place of a true one. @param reply the whole true reply, head and body */
export function writeHostile(name: HostileName, reply: string, url: string): Buffer {
  const hostile: (text: string, url: string) => RawReply = hostileReplies[name]
  const { head, body } = hostile(reply.slice(reply.indexOf('\r\n\r\n') + 4), url)
  const early = name === 'early hints first' ? 'HTTP/1.1 103 Early Hints\r\nlink: </>\r\n\r\n' : ''
  return Buffer.concat([Buffer.from(`${early}${head.join('\r\n')}\r\n\r\n`), body])
}
