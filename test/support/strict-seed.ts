import { type Seed, stockSeed } from '../../local/chat/index.ts'

/** Data with the emulator's strictest reading of the documentation, which the gateway must do right by. */
export const strictly = (seed: Seed): Seed => ({ ...seed, strictRandom: true })

/** The emulator's own data, read so. */
export const strictSeed: Seed = strictly(stockSeed)
