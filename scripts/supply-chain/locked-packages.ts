import { readFileSync } from 'node:fs'
import path from 'node:path'

/** A package as the lockfile pins it. */
export interface LockedPackage {
  readonly name: string
  readonly version: string
  /** SPDX expression, as the package states it. */
  readonly licence: string
  /** Whether a deployed function may carry it; otherwise it is for building, testing and trying. */
  readonly isDeployed: boolean
  readonly hasInstallScript: boolean
  /** Subresource integrity of its archive. */
  readonly integrity: string | undefined
  /** Where the archive came from, where the lockfile says so. */
  readonly resolved: string | undefined
}

interface Entry {
  readonly version?: string
  readonly license?: string
  readonly hasInstallScript?: boolean
  readonly integrity?: string
  readonly resolved?: string
  readonly dependencies?: Readonly<Record<string, string>>
}

const root = path.join(import.meta.dirname, '../..')

/**
 * All packages of the lockfile, in its order; one that stands there in two versions comes twice. Our own workspaces are none.
 * @param folder of the lockfile, below the checkout
 */
export function lockedPackages(folder = '.'): LockedPackage[] {
  const { packages } = JSON.parse(readFileSync(path.join(root, folder, 'package-lock.json'), 'utf8')) as {
    packages: Packages
  }
  const deployed = deployedPlaces(packages)
  return Object.entries(packages).flatMap(([place, entry]) =>
    isForeign(place, entry) ? [packageOf(place, entry, deployed.has(place))] : [],
  )
}

type Packages = Readonly<Record<string, Entry & { readonly link?: boolean }>>

const FOLDER = 'node_modules/'

const isForeign = (place: string, { link }: Packages[string]): boolean => place.startsWith(FOLDER) && link !== true

/** Where what the functions depend on stands, whatever else depends on it. The client's packages are for callers. */
function deployedPlaces(packages: Packages): ReadonlySet<string> {
  const places = new Set<string>()
  const follow = (from: string): void => {
    for (const name of Object.keys(packages[from]?.dependencies ?? {})) {
      const place = placeOf(name, from, packages)
      if (places.has(place)) continue
      places.add(place)
      follow(place)
    }
  }
  follow('')
  return places
}

/** The nearest package of a name, as Node looks for it. */
function placeOf(name: string, from: string, packages: Packages): string {
  const beside = `${from === '' ? '' : `${from}/`}${FOLDER}${name}`
  if (packages[beside] || from === '') return beside
  return placeOf(name, from.slice(0, Math.max(0, from.lastIndexOf(`/${FOLDER}`))), packages)
}

const packageOf = (place: string, entry: Entry, isDeployed: boolean): LockedPackage => ({
  name: place.slice(place.lastIndexOf(FOLDER) + FOLDER.length),
  version: entry.version ?? '',
  licence: entry.license ?? 'not stated',
  isDeployed,
  hasInstallScript: entry.hasInstallScript === true,
  integrity: entry.integrity,
  resolved: entry.resolved,
})
