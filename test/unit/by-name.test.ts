import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { demandAccess, type Guarded, mayCall } from '../../lib/access.ts'
import { readConfig } from '../../lib/config.ts'
import { knownForNow } from '../support/known-for-now.ts'

/** What can do harm, or tells much, is granted by its own name or its family's. */

const erase: Guarded = { name: 'vaults.erase', byName: true }
const look: Guarded = { name: 'vaults.look' }
const CRM = '123456789012/crm'
knownForNow(erase, look)

const policyOf = (...grants: readonly object[]) =>
  readConfig({
    ACCESS_POLICY: JSON.stringify(
      grants.map((grant) => ({ callers: ['*'], apps: ['*'], operations: ['*'], ...grant })),
    ),
  }).accessPolicy
const to = (operation: Guarded, caller = CRM, app = 'default') => ({ caller, app, operation })
const grants = (pattern: string, operation: Guarded) => mayCall(policyOf({ operations: [pattern] }), to(operation))

describe('an operation that is granted by its name', () => {
  test.each(['vaults.erase', 'vaults.*', 'vaults.**', 'vaults.e*', 'vaults.*e', 'vaults.*erase*', 'vaults.e*s*'])(
    'is granted by %s',
    (pattern) => {
      expect(grants(pattern, erase)).toBe(true)
    },
  )

  test.each(['*', '**', '*.*', 'vaults*', 'va*.*', '*aults.*', '*vaults.*', 'vaults*.*', 'v*', '*s.*', '*lts*'])(
    'is not by %s, which grants another of its family',
    (pattern) => {
      expect([grants(pattern, erase), grants(pattern, look)]).toEqual([false, true])
    },
  )

  test.each([
    '*.erase',
    'va*.erase',
    '*vaults.erase',
    'vaults*.erase',
    'vaults*erase',
    '**.erase',
    '*erase',
    '*.e*s*e',
  ])('is nothing that %s could mean, so that a policy with it is refused with the cure', (pattern) => {
    const message = `/0/operations/0 "${pattern}" grants nothing: vaults.erase is granted by its own name or its family's, as "vaults.*"`
    expect(() => policyOf({ operations: [pattern] })).toThrow(message)
  })

  test.each([
    'Vaults.erase',
    'VAULTS.*',
    'vaults.Erase',
    '.erase',
    '',
    '.',
    'vaults.',
    'vaults',
    ' vaults.*',
    'vaults.erase ',
  ])('is not spelt %j, which matches no operation', (pattern) => {
    expect(() => policyOf({ operations: [pattern] })).toThrow(/matches no operation/)
  })

  test('is granted by no pattern whatever that does not begin with its family and a dot', () => {
    const parts = fc.constantFrom('*', 'vaults', '.', 'erase', 'look', 'v', 's', 'e', 'V', '?', '\n', '\\', '[a-z]')
    const patterns = fc.array(parts, { maxLength: 6 }).map((list) => list.join(''))
    fc.assert(
      fc.property(patterns, (pattern) => {
        expect(isGranted(pattern)).toBe(pattern.startsWith('vaults.') && isLike(pattern, erase.name))
      }),
      { numRuns: 500 },
    )
  })

  test('needs a grant that also has the caller and the app: wildcards of another do not add up with it', () => {
    const policy = policyOf({ operations: ['*'] }, { callers: [CRM], apps: ['europe'], operations: ['vaults.erase'] })
    expect(mayCall(policy, to(erase, CRM, 'europe'))).toBe(true)
    expect(mayCall(policy, to(erase, CRM, 'default'))).toBe(false)
    expect(mayCall(policy, to(erase, '123456789012/shop', 'europe'))).toBe(false)
    expect(mayCall(policy, to(look, '123456789012/shop', 'europe'))).toBe(true)
  })

  test.each([{}, { ACCESS_POLICY: '' }])(
    'is nobody’s where nothing is said (%j), and all others are everybody’s',
    (env) => {
      const { accessPolicy } = readConfig(env)
      for (const caller of [CRM, 'anonymous', 'event:crm']) {
        expect([mayCall(accessPolicy, to(erase, caller)), mayCall(accessPolicy, to(look, caller))]).toEqual([
          false,
          true,
        ])
      }
    },
  )

  test.each([CRM, 'anonymous', 'event:crm'])('is %s’s too under the policy open', (caller) => {
    expect(mayCall(readConfig({ ACCESS_POLICY: 'open' }).accessPolicy, to(erase, caller, 'any'))).toBe(true)
  })
})

describe('a refusal says what to do', () => {
  const refusal = (policy: ReturnType<typeof policyOf>, operation: Guarded) => () => demandAccess(policy, to(operation))

  test('under a policy that grants by wildcards', () => {
    expect(refusal(policyOf({}), erase)).toThrow(
      '123456789012/crm may not call vaults.erase in app "default". It is granted by its own name, not by a wildcard over families: ' +
        'ask the operator to add vaults.erase to the operations of a grant in ACCESS_POLICY.',
    )
  })

  test('where there is none', () => {
    expect(refusal([], erase)).toThrow(
      'It is granted by its own name, and ACCESS_POLICY is not set: ask the operator for a policy with vaults.erase among the ' +
        'operations of a grant, or for ACCESS_POLICY=open, which grants everybody everything.',
    )
  })

  test('and of any other operation nothing of names', () => {
    expect(refusal(policyOf({ operations: ['friends.*'] }), look)).toThrow(
      / Call what is granted to it, or ask the operator/,
    )
  })
})

/** A pattern that is refused at the start grants nothing. */
function isGranted(pattern: string): boolean {
  try {
    return grants(pattern, erase)
  } catch {
    return false
  }
}

/** What `*` means, by another way than the policy's own. */
const isLike = (pattern: string, text: string): boolean =>
  new RegExp(`^${pattern.split('*').map(RegExp.escape).join('[^]*')}$`).test(text)
