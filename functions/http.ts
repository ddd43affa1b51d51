import { readConfig } from '../lib/config.ts'
import { createGateway } from '../lib/gateway.ts'
import { createHttpHandler } from '../lib/triggers/http/stack.ts'

export const handler = createHttpHandler(createGateway(readConfig(process.env)))
