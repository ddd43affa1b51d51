import path from 'node:path'
import { readStage, stageOfEnvironment } from '../../scripts/stages/read-stage.ts'
import { DEV, type Environment, type Stage } from '../../scripts/stages/stage.ts'
import { REFERENCE } from './reference.ts'

/**
 * The variables of the functions on this machine: here everybody may call everything, and problems lead to the gateway's own page, unless
 * something else is said. A deployment that says nothing keeps back what can do harm.
 * @param port the gateway's; of any free one (0) nothing is known yet when the functions are told of the page
 */
export const localUnlessSaid = <T extends Environment>(env: T, port = 0) => ({
  ...env,
  ACCESS_POLICY: env.ACCESS_POLICY || 'open',
  ERROR_DOCS_URL: env.ERROR_DOCS_URL || (port === 0 ? '' : `http://127.0.0.1:${port}${REFERENCE}`),
})

interface Asked {
  readonly stage?: string | undefined
  readonly env?: Environment
  readonly port?: number
}

/**
 * The stage that is brought up: what its file says, or where none is named, what the environment says of `dev`.
 * @param serverless a serverless.yml, with `stages` beside it
 * @throws StageFault of a file that can't be used, or of a variable that says otherwise than it
 */
export function stageToStart({ stage: name, env = process.env, port }: Asked, serverless: string): Stage {
  if (name === undefined) return stageOfEnvironment(DEV, localUnlessSaid(env, port))
  const stage = readStage(name, path.dirname(serverless), env)
  return { ...stage, variables: localUnlessSaid(stage.variables, port) }
}
