import { type AwsProxy, startAwsProxy } from '../../../local/aws/proxy.ts'
import { type EngineName, type Local, type LocalOptions, startLocal } from '../../../local/aws/start-local.ts'
import { guard } from './guard.ts'

/** All that `npm start` brings up, with the roles enforced before what stands in for AWS. */
export interface GuardedLocal extends Local {
  /** Where an operator finds what stands in for AWS, so that the docs' permissions are enforced as well. */
  readonly doors: Readonly<Record<EngineName | 'lambda', string>>
}

export async function startGuardedLocal(options: LocalOptions = {}): Promise<GuardedLocal> {
  const proxies: AwsProxy[] = []
  const through = async (url: string) => {
    const proxy = await startAwsProxy(url, guard)
    proxies.push(proxy)
    return proxy.url
  }
  const doors: Record<string, string> = {}
  const local = await startLocal({
    ...options,
    through: async (name, url) => {
      doors[name] = await through(url)
      return doors[name]
    },
  })
  doors.lambda = await through(local.lambda.url)
  const close = async () => {
    await local.close()
    await Promise.all(proxies.map((proxy) => proxy.close()))
  }
  return { ...local, doors: doors as GuardedLocal['doors'], close }
}
