import { compileSchemas } from '../../../scripts/compile-schemas.ts'
import { createRandom } from '../random.ts'
import { takeOver } from '../simulate/take-over.ts'
import { VirtualTime } from '../simulate/world/virtual-time.ts'

/** When virtual time begins: with the year 2026. */
export const BEGIN = 1_767_225_600_000

/** Chance, time and this process under their command, before anything of the gateway has run. */
export async function begin(seed: number) {
  await compileSchemas()
  const random = createRandom(seed)
  const time = new VirtualTime(BEGIN)
  const machine = takeOver(time, random.fork())
  const { warmUp } = await import('../simulate/warm-up.ts')
  await warmUp()
  return { random, time, machine }
}
