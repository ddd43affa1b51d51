import { defineConfig } from 'vitest/config'

/** The unit tests alone, which need no bundle: `npm run mutate` compiles the schemas once, beforehand. */
export default defineConfig({
  test: { include: ['test/unit/**/*.test.ts'], testTimeout: 20_000, hookTimeout: 30_000 },
})
