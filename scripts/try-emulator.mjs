// Runs under the machine's own Node, from 20 on: the bundled emulator, alone in an empty folder, and the README's clients against it:
// at its own address, and unchanged at one of Chat's hosts with the emulator as proxy.
import { spawn, spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const readme = readFileSync(path.join(root, 'local/chat/README.md'), 'utf8')

/** By the language of the README's block; what makes each call Chat's host by way of the proxy. */
const clients = {
  python: { file: 'check.py', command: ['python3', 'check.py'] },
  go: { file: 'check.go', command: ['go', 'run', 'check.go'] },
  java: {
    file: 'Check.java',
    command: ['java', 'Check.java'],
    prepare: 'keytool -importcert -noprompt -alias chat -file chat-ca.pem -keystore chat.p12 -storepass changeit',
    proxied: ({ hostname, port }) => [
      `-Dhttps.proxyHost=${hostname}`,
      `-Dhttps.proxyPort=${port}`,
      '-Djavax.net.ssl.trustStore=chat.p12',
      '-Djavax.net.ssl.trustStorePassword=changeit',
    ],
  },
}
const CHAT = 'https://adminapisgp.im.qcloud.com'

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
  for (const [language, client] of Object.entries(clients)) tryClient(language, client, url)
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

function tryClient(language, { file, command: [tool, ...args], prepare, proxied = () => [] }, url) {
  const [, code] = new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(readme) ?? []
  if (prepare) spawnSync('sh', ['-c', prepare], { cwd: folder })
  const forProxy = { HTTPS_PROXY: url, SSL_CERT_FILE: path.join(folder, 'chat-ca.pem') }
  for (const [way, address, more, env] of [
    ['at its address', url, [], {}],
    ['as Chat’s host, through the proxy', CHAT, proxied(new URL(url)), forProxy],
  ]) {
    writeFileSync(path.join(folder, file), code.replaceAll('http://127.0.0.1:4010', address))
    const { error, stdout, stderr } = spawnSync(tool, [...more, ...args], {
      cwd: folder,
      env: { ...process.env, GOCACHE: path.join(folder, 'cache'), GO111MODULE: 'off', ...env },
      encoding: 'utf8',
      timeout: 120_000,
    })
    if (error?.code === 'ENOENT') return console.log(`${language}: not run, there is no ${tool} here`)
    const isGood = /"Relation":"CheckResult_Type_BothWay"/.test(stdout ?? '')
    console.log(`${language}, ${way}: ${isGood ? 'answered' : `FAILED\n${error ?? ''}${stdout}${stderr}`}`)
    if (!isGood) failed++
  }
}
