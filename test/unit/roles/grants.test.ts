import { expect, test } from 'vitest'
import { readPermissions } from '../../support/roles/guard.ts'
import { packagedTemplate } from '../../support/roles/packaged-template.ts'
import { redriveHolders } from '../../support/roles/redrive-docs.ts'
import { faultsOf, ofLambdaItself } from '../../support/roles/unused.ts'

const { grants } = readPermissions()
const own = grants.filter((grant) => !Object.hasOwn(ofLambdaItself, grant))

test('a grant that no test uses is named, and those that Lambda itself uses need none', () => {
  expect(faultsOf(grants, new Set(own))).toEqual([])
  const [first, ...others] = own
  expect(faultsOf(grants, new Set(others))).toEqual([expect.stringContaining(`no test uses ${first}`)])
})

test('what Lambda is said to use itself is granted', () => {
  const [first = '', ...others] = Object.keys(ofLambdaItself)
  expect(faultsOf([...own, ...others], new Set(own))).toEqual([expect.stringContaining(`${first} is granted no more`)])
})

test('all three functions and the docs’ operators have grants', () => {
  const names = new Set(grants.map((grant) => grant.split(' ')[0]))
  expect(names).toEqual(new Set(['HttpRole', 'EventsRole', 'WorkerRole', 'docs/redrive.md']))
})

test('whoever only looks at dead letters may change nothing', () => {
  const [looker, redriver] = redriveHolders(packagedTemplate()).map(({ statements }) => JSON.stringify(statements))
  expect(looker).not.toMatch(/Delete|Put|Update|Write|Send|Invoke/)
  expect(redriver).toContain('lambda:InvokeFunction')
})
