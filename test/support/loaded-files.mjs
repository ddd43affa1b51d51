// Imports a built function and sends it one event. Prints which files were loaded at the start, and by the time it has answered.
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

const loaded = []
registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:')) loaded.push(fileURLToPath(url))
    return next(url, context)
  },
})

const [, , bundle, event] = process.argv
const { handler } = await import(bundle)
const atStart = [...loaded]
const context = { awsRequestId: 'first', getRemainingTimeInMillis: () => 28_000 }
const { statusCode } = await handler(JSON.parse(event), context)
process.stdout.write(`${JSON.stringify({ statusCode, atStart, afterwards: loaded })}\n`, () => process.exit())
