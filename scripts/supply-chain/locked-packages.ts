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
  readonly dev?: boolean
  readonly optional?: boolean
  readonly devOptional?: boolean
  readonly hasInstallScript?: boolean
  readonly integrity?: string
  readonly resolved?: string
  /** A package of this very checkout, which stands under its own folder as well. */
  readonly link?: boolean
}

const root = path.join(import.meta.dirname, '../..')

/**
 * All packages of the lockfile, in its order; one that stands there in two versions comes twice.
 * @param folder of the lockfile, below the checkout
 */
export function lockedPackages(folder = '.'): LockedPackage[] {
  const { packages } = JSON.parse(readFileSync(path.join(root, folder, 'package-lock.json'), 'utf8')) as {
    packages: Readonly<Record<string, Entry>>
  }
  return Object.entries(packages).flatMap(([place, entry]) =>
    place.includes(FOLDER) && !entry.link ? [packageOf(place, entry)] : [],
  )
}

const FOLDER = 'node_modules/'

const packageOf = (place: string, entry: Entry): LockedPackage => ({
  name: place.slice(place.lastIndexOf(FOLDER) + FOLDER.length),
  version: entry.version ?? '',
  licence: entry.license ?? 'not stated',
  isDeployed: !entry.dev && !entry.optional && !entry.devOptional,
  hasInstallScript: entry.hasInstallScript === true,
  integrity: entry.integrity,
  resolved: entry.resolved,
})
