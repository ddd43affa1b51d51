import { defineConfig } from 'vitest/config'

const shared = {
  testTimeout: 20_000,
  hookTimeout: 30_000,
  setupFiles: ['test/support/quiet.ts', 'test/support/roles/fail-on-denial.ts'],
}

const LONG = 'test/**/*.long.test.ts'

export default defineConfig({
  test: {
    globalSetup: ['test/support/build.ts', 'test/support/roles/run.ts'],
    // Most tests wait for sockets and timers more than for a processor.
    maxWorkers: 2,
    projects: [
      // Unit tests leave nothing behind in their process, so that many files can share one.
      { test: { ...shared, name: 'unit', include: ['test/unit/**/*.test.ts'], exclude: [LONG], isolate: false } },
      { test: { ...shared, name: 'whole', include: ['test/**/*.test.ts'], exclude: ['test/unit/**', LONG] } },
      // What needs seconds of a real clock, or thousands of runs: `npm run test:long`, which CI runs and `npm test` does not.
      { test: { ...shared, name: 'long', include: [LONG], testTimeout: 120_000 } },
    ],
  },
})
