/** Below this share of mutants noticed, in per cent, a run fails. */
export const LEAST_SCORE = 85

/** Settings of Stryker that both runs have in common. `name` is where the reports go. */
export const settings = (name: string) => ({
  packageManager: 'npm',
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  // Stryker reads this file with an interface that TypeScript 7 does not have; where it is missing it goes on without.
  tsconfigFile: 'none.json',
  disableTypeChecks: false,
  coverageAnalysis: 'perTest',
  concurrency: 2,
  tempDirName: 'coverage/stryker',
  reporters: ['clear-text', 'progress-append-only', 'html', 'json'],
  // The survivors are what there is to read; every test and every hit is in the HTML report.
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  htmlReporter: { fileName: `coverage/mutation-${name}.html` },
  jsonReporter: { fileName: `coverage/mutation-${name}.json` },
  thresholds: { high: 90, low: LEAST_SCORE, break: LEAST_SCORE },
})
