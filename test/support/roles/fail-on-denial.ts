import { afterAll, afterEach } from 'vitest'
import { takeDenials } from './guard.ts'

/** Whoever is denied something may make the best of it and pass all the same, so the test fails for the denial itself. */
function failOnDenial(): void {
  const denials = takeDenials()
  if (denials.length === 0) return
  const all = [...new Set(denials)].join('\n')
  throw new Error(
    `denied, as it would be on AWS:\n${all}\nGrant it in resources/roles.yml (or name it in docs/redrive.md), or don’t call it.`,
  )
}

afterEach(failOnDenial)
afterAll(failOnDenial)
