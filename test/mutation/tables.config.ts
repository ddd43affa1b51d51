import { settings } from './settings.ts'

/**
 * The tables of codes. They are read when they are loaded, so every test that loads them would run for each mutant; here only
 * the tests of the tables themselves do.
 */
export default {
  ...settings('tables'),
  vitest: { configFile: 'test/mutation/vitest.config.ts', dir: 'test/unit/errors' },
  mutate: ['lib/errors/{codes,upstream-codes}.ts', 'lib/errors/{codes,upstream}/*.ts'],
}
