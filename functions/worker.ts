import { readConfig } from '../lib/config.ts'
import { createGateway } from '../lib/gateway.ts'
import { withPlainErrors } from '../lib/triggers/plain-errors.ts'
import { createQueueHandler } from '../lib/triggers/queue/stack.ts'

const gateway = createGateway(readConfig(process.env))
gateway.readAhead()

export const handler = withPlainErrors(createQueueHandler(gateway), gateway.log)
