import { AsyncLocalStorage } from 'node:async_hooks'

const signers = new AsyncLocalStorage<string>()

/**
 * On AWS each function's environment holds credentials of its own. Here all the functions of a test share one process, so whoever reads
 * the access key's id is told that of the function it is running in.
 */
process.env = new Proxy(process.env, {
  get: (environment, name) =>
    name === 'AWS_ACCESS_KEY_ID' ? (signers.getStore() ?? environment[name]) : Reflect.get(environment, name),
  // What is set through a proxy would otherwise be defined by parts, which the environment refuses.
  set: (environment, name, value) => Reflect.set(environment, name, value),
})

/** Runs `work` with credentials of somebody's own: what it calls on AWS is signed with this access key's id. */
export const signingAs = <T>(key: string, work: () => T): T => signers.run(key, work)

/** The id of the access key that a function signs with: its deployed name, as under `npm start`. */
export const keyOf = (name: string): string => `chat-gateway-dev-${name}`
