import { settings } from './settings.ts'

/** What is decided while a request is worked off, against the unit tests that reach it. */
export default {
  ...settings('logic'),
  vitest: { configFile: 'test/mutation/vitest.config.ts', dir: 'test/unit' },
  mutate: [
    'lib/upstream/credentials/{user-sig,signer}.ts',
    'lib/upstream/{reply,progress,retry,chunk}.ts',
    'lib/flow/{judge,outcome}.ts',
    'lib/jobs/{merge,work}.ts',
    'lib/triggers/answer.ts',
    'lib/errors/gateway-error.ts',
    'lib/ledger/{leases,idempotency,expiry}.ts',
  ],
}
