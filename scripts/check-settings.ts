import { readConfig } from '../lib/config.ts'

/** Settings that would keep the functions from starting are refused before they are packaged or deployed. */
try {
  readConfig(process.env)
} catch (error) {
  console.error(`${(error as Error).message}. Nothing was packaged.`)
  process.exitCode = 1
}
