import { defineConfig } from 'vitest/config'

/**
 * The unit tests of the folder that Stryker's configuration names; they need the schemas compiled and no bundle. Those under load
 * wait for a real clock, and what they say of a mutant would depend on how busy the machine is.
 */
export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/*-load.test.ts', '**/*.long.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
})
