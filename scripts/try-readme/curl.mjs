// The part of curl that our READMEs use, for machines without it: -s -i -X METHOD -H HEADER -d BODY URL.
const request = { method: undefined, headers: {}, body: undefined, url: '', showsHead: false }
const takesValue = {
  X: (value) => {
    request.method = value
  },
  H: (value) => {
    const [name, ...rest] = value.split(':')
    request.headers[name.trim().toLowerCase()] = rest.join(':').trim()
  },
  d: (value) => {
    request.body = value
  },
}

const args = process.argv.slice(2)
while (args.length > 0) {
  const arg = args.shift()
  if (!arg.startsWith('-')) request.url = arg
  else for (const flag of arg.slice(1)) readFlag(flag)
}

function readFlag(flag) {
  if (takesValue[flag]) takesValue[flag](args.shift())
  else if (flag === 'i') request.showsHead = true
  else if (flag !== 's') throw new Error(`curl.mjs does not know -${flag}: add it, or write the example without it`)
}

const { url, body, headers, showsHead } = request
const type = body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }
const method = request.method ?? (body === undefined ? 'GET' : 'POST')
const response = await fetch(url, { method, body, headers: { ...type, ...headers } })
if (showsHead) {
  const lines = [...response.headers].map(([name, value]) => `${name}: ${value}`)
  process.stdout.write(`HTTP/1.1 ${response.status} ${response.statusText}\r\n${lines.join('\r\n')}\r\n\r\n`)
}
process.stdout.write(await response.text())
