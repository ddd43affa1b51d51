import type { LockedPackage } from './locked-packages.ts'

/** What we read and change of CycloneDX 1.5 (https://cyclonedx.org/docs/1.5/json/). */
export interface BillOfMaterials {
  readonly metadata: { readonly component: Readonly<Record<string, unknown>> }
  readonly components: readonly Component[]
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[]
}

interface Component {
  /** `name@version`. */
  readonly 'bom-ref': string
  readonly hashes?: readonly { readonly alg: string }[]
  readonly licenses?: readonly object[]
}

const refOf = ({ name, version }: LockedPackage): string => `${name}@${version}`

/**
 * The bill of what is deployed. npm's own `--omit dev` leaves out whatever a development package needs as well, most of the SDK
 * among it, so the bill of all packages is cut down to what the lockfile calls deployed.
 * @param name of the service; npm writes the folder's
 */
export function deployedBill(bill: BillOfMaterials, name: string, packages: readonly LockedPackage[]): BillOfMaterials {
  const kept = new Set(packages.filter(({ isDeployed }) => isDeployed).map(refOf))
  const root = bill.metadata.component['bom-ref']
  return {
    ...bill,
    metadata: { ...bill.metadata, component: { ...bill.metadata.component, name } },
    components: bill.components.filter((component) => kept.has(component['bom-ref'])),
    dependencies: bill.dependencies
      .filter(({ ref }) => kept.has(ref) || ref === root)
      .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => kept.has(other)) })),
  }
}

/** Which deployed packages the bill does not name, or names without licence or hash. */
export function billFaults({ components }: BillOfMaterials, packages: readonly LockedPackage[]): string[] {
  const named = new Map(components.map((component) => [component['bom-ref'], component]))
  return packages
    .filter(({ isDeployed }) => isDeployed)
    .map(refOf)
    .flatMap((ref) => {
      const component = named.get(ref)
      if (!component) return [`${ref} is deployed and not named`]
      const { licenses = [], hashes = [] } = component
      const missing = [...(licenses.length === 0 ? ['licence'] : []), ...(hashes.length === 0 ? ['hash'] : [])]
      return missing.map((what) => `${ref} has no ${what}`)
    })
}
