// Runs under the machine's own Node, from 20 on: the bundled emulator, alone in an empty folder, and clients against it: the README's
// own at its address, and all, unchanged, at one of Chat's hosts with the emulator as proxy, by the settings of the README's table.
import { spawn, spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const readme = readFileSync(path.join(root, 'local/chat/README.md'), 'utf8')
const README_URL = 'http://127.0.0.1:4010'
const CHAT = 'https://adminapisgp.im.qcloud.com'
/** A call that lacks everything is answered all the same, by who is asked for. */
const BARE_CALL = `${CHAT}/v4/sns/friend_check`

/** How the programs of the README write the body of their one call, and how another is written in its place. */
const bodies = {
  Python: { line: /^body = .*$/m, write: (json) => `body = ${json}` },
  Go: { line: /body := `.*`/, write: (json) => `body := \`${json}\`` },
  Java: { line: /String body = ".*";/, write: (json) => `String body = ${JSON.stringify(json)};` },
}
const README_CALL = 'sns/friend_check'
/** What public clients in these languages send of accounts, profiles and messages, in their own spelling of it. */
const callsOf = ['account-calls.json', 'message-calls.json'].map((file) =>
  JSON.parse(readFileSync(path.join(root, 'scripts/try-emulator', file), 'utf8')),
)

/** By their names in the README's table; `has` tells whether the tool is there. What has no `code` here stands in a block of the README. */
const clients = {
  Python: { file: 'check.py', command: ['python3', 'check.py'] },
  Go: { file: 'check.go', has: ['version'], command: ['go', 'run', 'check.go'] },
  Java: { file: 'Check.java', has: ['--describe-module', 'jdk.compiler'], command: ['java', 'Check.java'] },
  curl: { file: 'body.json', command: ['curl', '-s', BARE_CALL, '-d', '@body.json'], code: '{}' },
  PHP: {
    file: 'check.php',
    has: ['-r', 'curl_version();'],
    command: ['php', 'check.php'],
    code: `<?php $call = curl_init('${BARE_CALL}'); curl_setopt($call, CURLOPT_POSTFIELDS, '{}'); curl_exec($call) ?: print(curl_error($call));`,
  },
  Ruby: {
    file: 'check.rb',
    command: ['ruby', 'check.rb'],
    code: `require 'net/http'\nputs Net::HTTP.post(URI('${BARE_CALL}'), '{}').body`,
  },
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'chat-emulator-'))
copyFileSync(path.join(root, 'dist/emulator/chat-emulator.mjs'), path.join(folder, 'chat-emulator.mjs'))
const emulator = spawn(process.execPath, ['chat-emulator.mjs', '--json', '--port', '0', '--https-port', '0'], {
  cwd: folder,
  stdio: ['ignore', 'pipe', 'ignore'],
})
let failed = 0
try {
  const [line] = await Promise.race([firstLine(), ended()])
  const { url, ca } = JSON.parse(line)
  writeFileSync(path.join(folder, 'chat-ca.pem'), await (await fetch(ca)).text())
  console.log(`${process.version}: the emulator runs alone`)
  for (const [name, client] of Object.entries(clients)) tryClient(name, client, url)
} finally {
  emulator.kill()
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = failed === 0 ? 0 : 1

function firstLine() {
  return new Promise((resolve) => createInterface({ input: emulator.stdout }).once('line', (line) => resolve([line])))
}

function ended() {
  return new Promise((_, reject) =>
    emulator.once('exit', (code) => reject(new Error(`the emulator ended with ${code}`))),
  )
}

function tryClient(name, { file, has = ['--version'], command: [tool, ...args], code }, url) {
  if (spawnSync(tool, has).status !== 0) return console.log(`NOT RUN: ${name} (${tool} ${has.join(' ')} fails here)`)
  const own = code ?? blockOf(name)
  if (code === undefined) {
    writeFileSync(path.join(folder, file), own.replaceAll(README_URL, url))
    judge(`${name}, at its address`, run(tool, args, {}), '"Relation":"CheckResult_Type_BothWay"')
    for (const call of callsOf.flatMap((calls) => calls[name])) tryCall(name, { file, tool, args }, call, url)
  }
  writeFileSync(path.join(folder, file), own.replaceAll(README_URL, CHAT))
  const { env, more, before } = settingsOf(name, new URL(url))
  for (const one of before) spawnSync('sh', ['-c', one], { cwd: folder })
  judge(
    `${name}, as Chat’s host, through the proxy`,
    run(tool, [...more, ...args], env),
    '"Relation":',
    'the URL lacks the sdkappid',
  )
}

/** The README's program with another call in the place of its own. */
function tryCall(name, { file, tool, args }, { path: command, body, replies }, url) {
  const { line, write } = bodies[name]
  const own = blockOf(name).replaceAll(README_URL, url).replaceAll(README_CALL, command)
  writeFileSync(
    path.join(folder, file),
    own.replace(line, () => write(JSON.stringify(body))),
  )
  judge(`${name}, ${command}`, run(tool, args, {}), replies)
}

function blockOf(name) {
  return new RegExp(`\`\`\`${name.toLowerCase()}\n([\\s\\S]*?)\`\`\``).exec(readme)[1]
}

/** What the client's row of the README's table says: variables, options of the tool, and commands to run before. */
function settingsOf(name, { host, port }) {
  const [, row] = new RegExp(`^\\| ${name}\\b[^|]*\\| (.*) \\|$`, 'm').exec(readme)
  const parts = [...row.matchAll(/`([^`]+)`/g)].map(([, text]) =>
    text.replaceAll('127.0.0.1:4010', host).replace('proxyPort=4010', `proxyPort=${port}`),
  )
  const variables = parts.filter((part) => /^\w+=/.test(part)).flatMap((part) => part.split(' '))
  return {
    env: Object.fromEntries(variables.map((variable) => variable.split(/=(.*)/))),
    more: parts.flatMap((part) => /^(?:php )?(-.*)/.exec(part)?.[1].split(' ') ?? []),
    before: parts.filter((part) => part.startsWith('keytool ')),
  }
}

function run(tool, args, env) {
  return spawnSync(tool, args, {
    cwd: folder,
    env: { GOCACHE: path.join(folder, 'cache'), ...process.env, GO111MODULE: 'off', ...env },
    encoding: 'utf8',
    timeout: 120_000,
  })
}

/** @param wanted texts of which the answer has one */
function judge(what, { error, stdout, stderr }, ...wanted) {
  const isGood = wanted.some((text) => stdout?.includes(text))
  console.log(`${what}: ${isGood ? 'answered' : `FAILED\n${error ?? ''}${stdout}${stderr}`}`)
  if (!isGood) failed++
}
