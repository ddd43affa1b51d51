import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isReleasable } from '../version.ts'
import { type Stage, StageFault } from './stage.ts'

/** A packaged folder that can be deployed again as it is, whatever the checkout holds by then. */
export interface Release {
  readonly stage: Stage
  /** As in `0.1.0+0123456789ab`. */
  readonly version: string
}

/** Beside the packaged files: what they are, so that a folder that was changed or only half copied is noticed. */
const SEAL = 'release.json'
/** osls's own record of all that it packaged. */
const STATE = 'serverless-state.json'

interface Seal {
  readonly stage: string
  readonly version: string
  /** SHA-256 in hex of each file, by its name. */
  readonly files: Readonly<Record<string, string>>
}

/** Where the release of a stage and version stands, below the folder that the command runs in. */
export const folderOf = (stage: string, version: string): string =>
  path.join('releases', `${stage}-${version.replace('+', '-')}`)

/** Makes a release of a packaged folder. */
export function sealRelease(folder: string, stage: string, version: string): void {
  const seal: Seal = { stage, version, files: hashesIn(folder) }
  writeFileSync(path.join(folder, SEAL), `${JSON.stringify(seal, undefined, 2)}\n`)
}

/**
 * What must be so for a release to be deployed into a stage.
 * @param isUncommittedMeant whether it may be one of files that no commit holds
 */
export function releaseFaults(folder: string, stage: string, isUncommittedMeant: boolean): string[] {
  const seal = Object(readJson(folder, SEAL)) as Seal
  const { version } = packagedIn(folder, stage)
  const hashes = hashesIn(folder)
  const names = [...new Set([...Object.keys(hashes), ...Object.keys(Object(seal.files))])].toSorted()
  const changed = names.filter((name) => hashes[name] !== Object(seal.files)[name])
  return [
    ...(changed.length > 0
      ? [
          `${folder}: ${changed.join(', ')} is not as it was packaged: take the folder as it was kept, or package its commit anew`,
        ]
      : []),
    ...(isReleasable(version) || isUncommittedMeant ? [] : [uncommitted(version)]),
  ]
}

/** Why a version is no release. */
export const uncommitted = (version: string): string =>
  `${version} can't be built again, since no commit tells what is in it: commit first, or say --uncommitted where that is meant`

/**
 * What osls has packaged into a folder, as osls itself recorded it.
 * @throws StageFault where it has packaged nothing there, or for another stage: osls would deploy that without a word
 */
export function packagedIn(folder: string, stage: string): Release {
  const state = Object(readJson(folder, STATE))
  const { custom } = Object(state.service)
  // serverless/{service}/{stage}/{time}: where it goes in the bucket, which is the one place that osls goes by.
  const [, , packagedFor] = String(Object(state.package).artifactDirectoryName).split('/')
  if (packagedFor === undefined) throw new StageFault(noRelease(folder, `${STATE} is none of a package`))
  if (packagedFor !== stage || Object(custom).stage?.name !== stage) {
    throw new StageFault(
      `${folder} is a package of stage ${packagedFor}, not of ${stage}: give a folder of ${stage}, or --stage ${packagedFor}.`,
    )
  }
  return { stage: custom.stage as Stage, version: String(custom.version) }
}

/** Of each file, also in folders that somebody laid into it. */
function hashesIn(folder: string): Record<string, string> {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .filter((name) => name !== SEAL)
  return Object.fromEntries(
    files.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(path.join(folder, name)))
        .digest('hex'),
    ]),
  )
}

function readJson(folder: string, name: string): unknown {
  try {
    return JSON.parse(readFileSync(path.join(folder, name), 'utf8'))
  } catch (error) {
    throw new StageFault(noRelease(folder, `${name} can't be read: ${(error as Error).message}`))
  }
}

const noRelease = (folder: string, why: string): string =>
  `${folder} is no release: ${why}. npm run release -- --stage NAME makes one.`
