import { readConfig } from '../lib/config.ts'
import { createGateway } from '../lib/gateway.ts'
import { createQueueHandler } from '../lib/triggers/queue/stack.ts'

export const handler = createQueueHandler(createGateway(readConfig(process.env)))
