import { defineConfig } from 'vitest/config'

/**
 * Names of test files below that folder, blanks between them, where a quick run is to hold against these alone. Stryker's own
 * `--testFiles` lets mutants outside of functions survive that these very tests notice.
 */
const { MUTATION_TESTS = '**/*.test.ts' } = process.env

/**
 * The unit tests of the folder that Stryker's configuration names; they need the schemas compiled and no bundle. Those under load
 * wait for a real clock, and what they say of a mutant would depend on how busy the machine is.
 */
export default defineConfig({
  test: {
    include: MUTATION_TESTS.split(' '),
    exclude: ['**/*-load.test.ts', '**/*.long.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
})
