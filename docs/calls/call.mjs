// A signed call with Node 20 or later and nothing else: node call.mjs
import { createHash, createHmac } from 'node:crypto'

const { CHAT_GATEWAY_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env

const sha256 = (text) => createHash('sha256').update(text).digest('hex')
const hmac = (key, text) => createHmac('sha256', key).update(text).digest()

/** The headers of a request signed with AWS Signature Version 4. `host` is signed too; fetch sends it by itself. */
function signed(method, url, body = '') {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
  const headers = {
    'content-type': 'application/json',
    host: url.host,
    'x-amz-date': time,
    ...(AWS_SESSION_TOKEN && { 'x-amz-security-token': AWS_SESSION_TOKEN }),
  }
  const names = Object.keys(headers).sort()
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('')
  const request = [method, url.pathname, url.search.slice(1), lines, names.join(';'), sha256(body)].join('\n')
  const scope = [time.slice(0, 8), AWS_REGION, 'execute-api', 'aws4_request']
  const key = scope.reduce(hmac, `AWS4${AWS_SECRET_ACCESS_KEY}`)
  const text = ['AWS4-HMAC-SHA256', time, scope.join('/'), sha256(request)].join('\n')
  const credential = `${AWS_ACCESS_KEY_ID}/${scope.join('/')}`
  const signature = hmac(key, text).toString('hex')
  const { host, ...sent } = headers
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  }
}

const url = new URL(`${CHAT_GATEWAY_URL}/v1/friends/update`)
const body = JSON.stringify({ userId: 'alice', friends: [{ userId: 'bob', remark: 'Bob' }] })
const signal = AbortSignal.timeout(30_000)
// A redirection is not followed: it would take the session token to another host.
const init = { method: 'POST', headers: signed('POST', url, body), body, redirect: 'manual', signal }
const response = await fetch(url, init)
console.log(response.status, await response.text())
