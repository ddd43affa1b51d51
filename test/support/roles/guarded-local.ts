import type { EngineName, LocalOptions } from '../../../local/aws/options.ts'
import { type AwsProxy, startAwsProxy } from '../../../local/aws/proxy.ts'
import { type Local, startLocal } from '../../../local/aws/start-local.ts'
import type { Seed } from '../../../local/chat/index.ts'
import { strictly, strictSeed } from '../strict-seed.ts'
import { guard } from './guard.ts'

/** All that `npm start` brings up, with the roles enforced before what stands in for AWS. */
export interface GuardedLocal extends Local {
  /** By the engine behind each; an operator's commands go through them as well, and the docs' permissions are enforced. */
  readonly doors: Readonly<Record<EngineName | 'lambda', AwsProxy>>
}

export type GuardedOptions = Omit<LocalOptions, 'seed'> & { readonly seed?: Seed }

export async function startGuardedLocal({ seed = strictSeed, ...options }: GuardedOptions = {}): Promise<GuardedLocal> {
  const doors = new Map<EngineName | 'lambda', AwsProxy>()
  const open = async (name: EngineName | 'lambda', url: string): Promise<string> => {
    const door = await startAwsProxy(url, guard)
    doors.set(name, door)
    return door.url
  }
  const local = await startLocal({ ...options, seed: strictly(seed), through: open })
  await open('lambda', local.lambda.url)
  const close = async () => {
    await local.close()
    await Promise.all([...doors.values()].map((door) => door.close()))
  }
  return { ...local, doors: Object.fromEntries(doors) as GuardedLocal['doors'], close }
}
