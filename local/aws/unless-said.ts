import { REFERENCE } from './reference.ts'

/**
 * What stands behind `${env:…}` in serverless.yml on this machine: here everybody may call everything, and problems lead to the
 * gateway's own page, unless something else is said. A deployment that says nothing keeps back what can do harm.
 * @param port the gateway's; of any free one (0) nothing is known yet when the functions are told of the page
 */
export const localUnlessSaid = (env: NodeJS.ProcessEnv, port = 0): NodeJS.ProcessEnv => ({
  ...env,
  ACCESS_POLICY: env.ACCESS_POLICY || 'open',
  ERROR_DOCS_URL: env.ERROR_DOCS_URL || (port === 0 ? '' : `http://127.0.0.1:${port}${REFERENCE}`),
})
