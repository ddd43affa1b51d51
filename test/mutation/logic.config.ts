import { settings } from './settings.ts'

/** What is decided while a request is worked off, against the unit tests that reach it. */
export default {
  ...settings('logic'),
  vitest: { configFile: 'test/mutation/vitest.config.ts', dir: 'test/unit' },
  mutate: [
    'lib/upstream/credentials/{user-sig,signer}.ts',
    'lib/upstream/{reply,items-told,refusal,verdict,progress,retry,chunk}.ts',
    'lib/flow/{calls,carry-out,cursor,judge,names,outcome,send-numbers}.ts',
    'lib/jobs/{memory,merge,work}.ts',
    'lib/triggers/answer.ts',
    'lib/errors/gateway-error.ts',
    'lib/ledger/{leases,idempotency,expiry}.ts',
  ],
}
