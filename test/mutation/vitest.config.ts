import { defineConfig } from 'vitest/config'

/**
 * The unit tests alone, which need no bundle: `npm run mutate` compiles the schemas once, beforehand. Those under load wait for
 * a real clock, and what they say of a mutant would depend on how busy the machine is.
 */
export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.ts'],
    exclude: ['test/unit/**/*-load.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
})
