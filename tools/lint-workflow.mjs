import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
// Of the packages of the checkout itself.
import { build } from 'esbuild'

/** Judges the workflow of docs/ci by GitHub's own published schema and parser of workflows, without asking GitHub. */
const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = await bundled('@actions/workflow-parser')
const name = 'docs/ci/deploy.yml'
const text = readFileSync(new URL(`../${name}`, import.meta.url), 'utf8')

/** The package is made to be bundled: Node itself would not take its JSON. */
async function bundled(entry) {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-gateway-workflow-'))
  const outfile = path.join(folder, 'parser.cjs')
  try {
    const stdin = { contents: `export * from '${entry}'`, resolveDir: import.meta.dirname }
    await build({ stdin, outfile, bundle: true, format: 'cjs', platform: 'node', logLevel: 'error' })
    return createRequire(import.meta.url)(outfile)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function faultsOf(content) {
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter())
  const isSound = value !== undefined && context.errors.getErrors().length === 0
  const { errors = [] } = isSound ? await convertWorkflowTemplate(context, value) : {}
  const all = [...context.errors.getErrors(), ...errors].map(({ message, Message = message }) => Message)
  return [...new Set(all)]
}

/** Faults to be put into the sound file, each with what must be said of it: a check that misses one of them is worth nothing. */
const plants = [
  ['id-token: write', 'id-token: wirte', /Unexpected value 'wirte'/],
  ['    needs: check', '    need: check', /Unexpected value 'need'/],
  ['    needs: release', '    needs: relaese', /relaese/],
  ['    runs-on: ubuntu-latest\n', '', /runs-on/],
  ['    environment: prod', '    environment: [prod]', /./],
  ['$' + '{{ github.sha }}', '$' + '{{ github.sha }', /./],
  ['cancel-in-progress: false', 'cancel-in-progress: maybe', /./],
]

const faults = await faultsOf(text)
const missed = []
for (const [sound, planted, said] of plants) {
  const found = text.includes(sound) ? await faultsOf(text.replace(sound, planted)) : ['it is not there']
  if (!found.some((fault) => said.test(fault)) || !text.includes(sound))
    missed.push(`planted, but not found: ${planted}: ${found.join('; ')}`)
}
for (const fault of [...faults, ...missed]) console.error(`${name}: ${fault}`)
if (faults.length + missed.length > 0) process.exitCode = 1
else console.log(`${name} is a workflow by GitHub's schema; ${plants.length} of ${plants.length} planted faults found.`)
