import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { flagsOrEnd } from './flags-or-end.ts'
import { type BillOfMaterials, billFaults, deployedBill } from './supply-chain/bill-of-materials.ts'
import { lockedPackages } from './supply-chain/locked-packages.ts'

/** Beside dist/, which every build clears. */
const FILE = 'sbom.cdx.json'
const USAGE = `Usage: npm run sbom

Writes ${FILE}: the CycloneDX bill of the packages that the deployed functions may carry, from package-lock.json.

  --help    show this`

const root = path.join(import.meta.dirname, '..')
const { values } = flagsOrEnd('npm run sbom', { options: { help: { type: 'boolean' } } })

if (values.help) console.log(USAGE)
else write()

function write(): void {
  const { name } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { name: string }
  const packages = lockedPackages()
  const bill = deployedBill(billOfAll(), name, packages)
  writeFileSync(path.join(root, FILE), `${JSON.stringify(bill, undefined, 2)}\n`)
  const faults = billFaults(bill, packages)
  for (const fault of faults) console.error(`${FILE}: ${fault}`)
  if (faults.length > 0) process.exitCode = 1
  console.log(`${FILE} names ${bill.components.length} packages`)
}

function billOfAll(): BillOfMaterials {
  const npm = process.env.npm_execpath
  if (npm === undefined) throw new Error('npm writes the bill: start this as "npm run sbom"')
  const flags = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only']
  return JSON.parse(execFileSync(process.execPath, [npm, ...flags], { cwd: root, encoding: 'utf8', maxBuffer: 1e8 }))
}
