import { readConfig } from '../lib/config.ts'
import { createGateway } from '../lib/gateway.ts'
import { createEventHandler } from '../lib/triggers/events/stack.ts'

export const handler = createEventHandler(createGateway(readConfig(process.env)))
