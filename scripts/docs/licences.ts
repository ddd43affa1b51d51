import { code, table } from '../markdown.ts'
import { type LockedPackage, lockedPackages } from '../supply-chain/locked-packages.ts'

export function licencesPage(): string {
  const all = lockedPackages()
  const deployed = all.filter(({ isDeployed }) => isDeployed)
  const others = all.filter(({ isDeployed }) => !isDeployed)
  return [
    '# Licences',
    'As the packages state them, from `package-lock.json`. A test refuses a deployed package whose licence asks for more than ' +
      'its notice to be kept, and a bundled package that is not listed here.',
    '## What the deployed functions may carry',
    'The bundles hold those parts of these packages that are used, without the texts of their licences: they are deployed, not ' +
      'handed on. Who hands bundles on adds the texts, which stand in the packages.',
    table(
      ['package', 'version', 'licence'],
      deployed.map(({ name, version, licence }) => [code(name), version, licence]),
    ),
    '## What building, testing and trying takes',
    'None of it is deployed.',
    table(['licence', 'packages'], countsOf(others)),
  ].join('\n\n')
}

/** The commonest first. */
function countsOf(packages: readonly LockedPackage[]): [string, number][] {
  const groups = Map.groupBy(packages, ({ licence }) => licence)
  return [...groups]
    .map(([licence, those]): [string, number] => [licence, those.length])
    .toSorted(([a, most], [b, least]) => least - most || a.localeCompare(b, 'en'))
}
