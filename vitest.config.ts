import { defineConfig } from 'vitest/config'

const shared = {
  // Against what hangs for ever. How long anything may take is for its test to say; of the machine nothing is promised.
  testTimeout: 90_000,
  hookTimeout: 90_000,
  expect: { poll: { timeout: 60_000, interval: 20 } },
  // Of some hundred tests that take longer than the runner’s third of a second nobody needs a line.
  slowTestThreshold: 3000,
  setupFiles: [
    'test/support/fair-timers.ts',
    'test/support/quiet.ts',
    'test/support/quick-starts.ts',
    'test/support/settings-undone.ts',
    'test/support/true-clock.ts',
    'test/support/roles/fail-on-denial.ts',
  ],
  // Files leave nothing behind in their process, so that many can share one: loading the SDK and the engines for each would cost more
  // than most of them take.
  isolate: false,
}

const LONG = 'test/**/*.long.test.ts'
/** What looks at a real clock. Lines of jobs that end as they would have one by one, and what they take of a worker's memory, do not. */
const CLOCK = 'test/{flow,unit}/**/!(merged-as-alone|memory).long.test.ts'
const VERSIONS = 'test/**/*.versions.test.ts'

export default defineConfig({
  test: {
    globalSetup: ['test/support/build.ts', 'test/support/roles/run.ts'],
    // Half of the tests' time is spent waiting for sockets and timers: three workers keep two processors busy.
    maxWorkers: 3,
    projects: [
      { test: { ...shared, name: 'unit', include: ['test/unit/**/*.test.ts'], exclude: [LONG] } },
      {
        test: {
          ...shared,
          name: 'whole',
          include: ['test/**/*.test.ts'],
          exclude: ['test/unit/**', LONG, VERSIONS],
          setupFiles: [...shared.setupFiles, 'test/support/short-waits.ts'],
        },
      },
      // What needs thousands of runs, or seconds of a real clock: `npm run test:long`, which CI runs and `npm test` does not. Last come,
      // one file at a time, those that look at a clock: what it shows depends on how busy the machine is.
      // Of the others one test alone may take a minute of a processor, and has its neighbours beside it.
      { test: { ...shared, name: 'long', include: [LONG], exclude: [CLOCK], testTimeout: 300_000 } },
      {
        test: {
          ...shared,
          name: 'clock',
          include: [CLOCK],
          testTimeout: 120_000,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
      // What needs a commit of before: `npm run test:versions`, which CI runs where its clone has that.
      { test: { ...shared, name: 'versions', include: [VERSIONS] } },
    ],
  },
})
