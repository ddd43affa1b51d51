import { readConfig } from '../lib/config.ts'
import { createGateway } from '../lib/gateway.ts'
import { createHttpHandler } from '../lib/triggers/http/stack.ts'
import { withPlainErrors } from '../lib/triggers/plain-errors.ts'

const gateway = createGateway(readConfig(process.env))
gateway.readAhead()

export const handler = withPlainErrors(createHttpHandler(gateway), gateway.log)
