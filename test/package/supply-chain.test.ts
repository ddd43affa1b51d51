import { readFileSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { manner } from '../../scripts/build.ts'
import { type BillOfMaterials, billFaults, deployedBill } from '../../scripts/supply-chain/bill-of-materials.ts'
import { type LockedPackage, lockedPackages } from '../../scripts/supply-chain/locked-packages.ts'

const root = path.join(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const packages = lockedPackages()
const deployed = packages.filter(({ isDeployed }) => isDeployed)
const refOf = ({ name, version }: LockedPackage) => `${name}@${version}`

/** They ask for nothing but that their notice is kept. */
const PERMISSIVE = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'MIT-0']
/** What tools beside the product may have: it shapes nothing that we hand on. */
const FOR_TOOLS = [...PERMISSIVE, 'BlueOak-1.0.0', 'CC-BY-4.0', 'MIT OR Apache-2.0', 'MPL-2.0', 'PSF-2.0', 'Python-2.0']

test('every deployed package has a licence that asks for no more than its notice; no tool has one that nobody weighed', () => {
  expect(deployed.length).toBeGreaterThan(10)
  expect(deployed.filter(({ licence }) => !PERMISSIVE.includes(licence)).map(refOf)).toEqual([])
  expect(packages.filter(({ licence }) => !FOR_TOOLS.includes(licence)).map(refOf)).toEqual([])
})

test('what the bundles hold is listed as deployed, and each of our dependencies is in them', async () => {
  const entryPoints = ['http', 'events', 'worker'].map((name) => path.join(root, `functions/${name}.ts`))
  const { metafile } = await build({
    ...manner,
    entryPoints,
    outdir: 'dist',
    metafile: true,
    write: false,
    logLevel: 'silent',
    splitting: true,
  })
  const inputs = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs))
  const used = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file)
  const names = new Set(used.flatMap((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []))
  const listed = deployed.map(({ name }) => name)
  expect([...names].filter((name) => !listed.includes(name))).toEqual([])
  const own = Object.keys(JSON.parse(read('package.json')).dependencies)
  expect(own.filter((name) => !names.has(name))).toEqual([])
})

/** The registry that the lockfile was made with lacks Biome for platforms other than its own; npm checks them by nothing. */
const WITHOUT_INTEGRITY = [
  'android-arm64',
  'android-x64',
  'darwin-arm64',
  'darwin-x64',
  'linux-arm64-musl',
  'linux-x64-musl',
  'win32-arm64',
  'win32-x64',
].map((platform) => `@biomejs/cli-${platform}`)

test('the lockfile pins each archive by its SHA-512, eight of a development tool excepted, and ties nobody to a registry', () => {
  const loose = packages.filter(({ integrity = '' }) => !/^sha512-[\w+/]{86}==$/.test(integrity))
  expect(loose.map(({ name }) => name)).toEqual(WITHOUT_INTEGRITY)
  expect(packages.filter(({ resolved }) => resolved !== undefined).map(refOf)).toEqual([])
})

test('what the client takes is for callers: no function is said to carry it, nor the client', () => {
  const ofClient = Object.keys(JSON.parse(read('client/package.json')).dependencies)
  expect(packages.map(({ name }) => name)).toEqual(expect.arrayContaining(ofClient))
  expect(packages.map(({ name }) => name).filter((name) => name.includes('chat-gateway'))).toEqual([])
  // The SDK of the functions brings the other two as well.
  expect(deployed.filter(({ name }) => ['commander', 'csv-parse'].includes(name))).toEqual([])
})

test('our own dependencies are pinned to one version each', () => {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read('package.json'))
  const { dependencies: ofClient } = JSON.parse(read('client/package.json'))
  const ranges = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies, ...ofClient })
  expect(ranges.filter(([, range]) => !/^\d+\.\d+\.\d+$/.test(String(range)))).toEqual([])
  expect(read('.npmrc')).toMatch(/^save-exact=true$/m)
})

test('no install script runs: npm is told so, none of our scripts relies on one, and only development tools have any', () => {
  expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m)
  const scripts = Object.keys(JSON.parse(read('package.json')).scripts)
  expect(scripts.filter((name) => /^(pre|post)(?!view)|^(install|prepare)/.test(name))).toEqual([])
  const withScripts = packages.filter(({ hasInstallScript }) => hasInstallScript)
  expect(withScripts.map(({ name }) => name)).toEqual(['classic-level', 'es5-ext', 'esbuild'])
  expect(withScripts.filter(({ isDeployed }) => isDeployed)).toEqual([])
})

test('what only CI takes is pinned in the same way, by a lockfile of its own, and runs no install script', () => {
  const tools = lockedPackages('tools')
  const named = Object.entries(JSON.parse(read('tools/package.json')).devDependencies)
  expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining(named.map(([name]) => name)))
  expect(named.filter(([, range]) => !/^\d+\.\d+\.\d+$/.test(String(range)))).toEqual([])
  for (const { licence, integrity, resolved, hasInstallScript } of tools) {
    expect(FOR_TOOLS).toContain(licence)
    expect(integrity).toMatch(/^sha512-/)
    expect([resolved, hasInstallScript]).toEqual([undefined, false])
  }
  expect(read('tools/.npmrc')).toBe(read('.npmrc'))
})

const locked = (name: string, isDeployed: boolean): LockedPackage => ({
  name,
  version: '1.0.0',
  licence: 'MIT',
  isDeployed,
  hasInstallScript: false,
  integrity: undefined,
  resolved: undefined,
})
const component = (name: string) => ({ 'bom-ref': `${name}@1.0.0`, hashes: [{ alg: 'SHA-512' }], licenses: [{}] })
const bill: BillOfMaterials = {
  metadata: { component: { 'bom-ref': 'us@1', name: 'folder' } },
  components: [component('a'), component('b'), component('tool')],
  dependencies: [
    { ref: 'us@1', dependsOn: ['a@1.0.0', 'tool@1.0.0'] },
    { ref: 'a@1.0.0', dependsOn: ['b@1.0.0'] },
    { ref: 'tool@1.0.0', dependsOn: ['a@1.0.0'] },
  ],
}
const few = [locked('a', true), locked('b', true), locked('tool', false)]

test('the bill of materials keeps what is deployed, a tool’s share of it too, and says how it hangs together', () => {
  expect(deployedBill(bill, 'us', few)).toEqual({
    metadata: { component: { 'bom-ref': 'us@1', name: 'us' } },
    components: [component('a'), component('b')],
    dependencies: [
      { ref: 'us@1', dependsOn: ['a@1.0.0'] },
      { ref: 'a@1.0.0', dependsOn: ['b@1.0.0'] },
    ],
  })
})

test('each package and deployment has its bill, where no build removes it, and CI sees that it is there at the end', () => {
  const { scripts } = JSON.parse(read('package.json'))
  expect([scripts.package, scripts.deploy]).toEqual(['node scripts/stage.ts package', 'node scripts/stage.ts deploy'])
  const stage = read('scripts/stage.ts')
  expect(stage).toMatch(/await build\(\)\n +return run\('scripts\/sbom\.ts', \[\]\)/)
  // Whatever is packaged anew is built by that alone; a release was.
  expect(stage.match(/^.*\bosls\('?\w+/gm)).toEqual([
    expect.stringMatching(/\(await buildAll\(\)\) \|\| osls\('package$/),
    expect.stringMatching(/^ {2}return osls\('deploy$/),
    expect.stringMatching(/\(await buildAll\(\)\) \|\| osls\(flags$/),
  ])
  const [, file] = /^const FILE = '(.+)'$/m.exec(read('scripts/sbom.ts'))!
  expect(file).not.toMatch(/^dist\//)
  const steps = read('.ci/run').match(/^step .+$/gm)!
  expect(steps).toContain('step sbom npm run sbom')
  expect(steps.at(-1)).toMatch(new RegExp(`^step \\w+ test -s ${RegExp.escape(file!)} `))
})

test('a bill that leaves out a deployed package, its licence or its hash is found out', () => {
  const [a] = bill.components
  expect(billFaults(deployedBill(bill, 'us', few), few)).toEqual([])
  expect(billFaults({ ...bill, components: [{ ...a!, licenses: [], hashes: [] }] }, few)).toEqual([
    'a@1.0.0 has no licence',
    'a@1.0.0 has no hash',
    'b@1.0.0 is deployed and not named',
  ])
})
