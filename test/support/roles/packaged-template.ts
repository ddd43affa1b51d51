import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const root = path.join(import.meta.dirname, '../../..')
const CACHE = path.join(root, 'node_modules/.cache/chat-gateway')
const SOURCES = [
  'serverless.yml',
  'package-lock.json',
  ...globSync(['resources/**/*.{yml,cjs}', 'scripts/stages/**/*.ts', 'stages/dev.yml'], { cwd: root }).toSorted(),
]

export interface PackagedTemplate {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: object }>>
}

/**
 * What CloudFormation gets, with the settings as they are by default. Packaging takes seconds, so it is done once for each state of
 * serverless.yml and resources/, and kept where a fresh installation has nothing.
 */
export function packagedTemplate(): PackagedTemplate {
  const hash = createHash('sha256')
  for (const source of SOURCES) hash.update(`${source}\0`).update(readFileSync(path.join(root, source)))
  const kept = path.join(CACHE, `template-${hash.digest('hex').slice(0, 16)}.json`)
  if (!existsSync(kept)) keep(kept, packageAnew())
  return JSON.parse(readFileSync(kept, 'utf8'))
}

/** Another process may write the same file at the same time, so it appears as a whole. */
function keep(file: string, text: string): void {
  mkdirSync(CACHE, { recursive: true })
  const own = `${file}.${process.pid}`
  writeFileSync(own, text)
  renameSync(own, file)
}

/** No role depends on what the bundles hold, so that they need not be built for it. */
function packageAnew(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-gateway-roles-'))
  try {
    for (const name of ['serverless.yml', 'resources', 'stages'])
      cpSync(path.join(root, name), path.join(folder, name), { recursive: true })
    symlinkSync(path.join(root, 'scripts'), path.join(folder, 'scripts'), 'junction')
    mkdirSync(path.join(folder, 'dist'))
    for (const name of ['http', 'events', 'worker']) writeFileSync(path.join(folder, `dist/${name}.mjs`), '')
    const osls = path.join(root, 'node_modules/osls/bin/serverless.js')
    const env = { PATH: path.dirname(process.execPath), HOME: folder }
    execFileSync(process.execPath, [osls, 'package'], { cwd: folder, env, stdio: 'pipe' })
    return readFileSync(path.join(folder, '.serverless/cloudformation-template-update-stack.json'), 'utf8')
  } finally {
    rmSync(folder, { recursive: true })
  }
}
