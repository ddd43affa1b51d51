import { readFileSync } from 'node:fs'
import { defaultSeed, type Seed } from '../../local/chat/index.ts'

/** The emulator's own data with its strictest reading of the documentation, which the gateway must do right by. */
export const strictSeed: Seed = { ...JSON.parse(readFileSync(defaultSeed, 'utf8')), strictRandom: true }
