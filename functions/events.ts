import { readConfig } from '../lib/config.ts'
import { createGateway } from '../lib/gateway.ts'
import { createEventHandler } from '../lib/triggers/events/stack.ts'
import { withPlainErrors } from '../lib/triggers/plain-errors.ts'

const gateway = createGateway(readConfig(process.env))

export const handler = withPlainErrors(createEventHandler(gateway), gateway.log)
