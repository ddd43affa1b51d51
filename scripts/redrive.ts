import { main } from './redrive/main.ts'

const stopped = new AbortController()
// Ctrl-C comes twice where npm hands it on as well: the second is no reason to leave letters held.
for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => stopped.abort())

process.exitCode = await main(process.argv.slice(2), {
  print: console.log,
  complain: console.error,
  signal: stopped.signal,
})
