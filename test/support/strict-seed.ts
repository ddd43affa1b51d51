import { type Seed, stockSeed } from '../../local/chat/index.ts'

/** The emulator's own data with its strictest reading of the documentation, which the gateway must do right by. */
export const strictSeed: Seed = { ...stockSeed, strictRandom: true }
