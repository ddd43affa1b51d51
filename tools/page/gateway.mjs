import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** All but the gateway's own, which must be known before it starts: problems lead to its page by it. */
const ANY_PORT = ['chat', 'secrets', 'tables', 'queues', 'bus', 'lambda'].flatMap((name) => [`--${name}-port`, '0'])

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

/**
 * Runs `npm start` until all is up.
 * @returns what it has printed, and how to end it
 * @throws Error with what it has printed, where it ends instead
 */
export async function startGateway() {
  const flags = ['--port', String(await freePort()), ...ANY_PORT]
  const child = spawn('npm', ['start', '--', ...flags], { cwd: root, detached: true })
  let output = ''
  const ended = once(child, 'exit')
  // However this script ends, nothing of what it has started is left.
  const end = () => process.kill(-child.pid, 'SIGINT')
  process.once('exit', end)
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))
  ended.then(() => process.off('exit', end))
  await new Promise((resolve, reject) => {
    const hear = (chunk) => {
      output += chunk
      if (output.includes('Ctrl-C stops everything')) resolve()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    ended.then(() => reject(new Error(`npm start ended:\n${output}`)))
  })
  const stop = async () => {
    end()
    await ended
  }
  return { output, stop }
}
