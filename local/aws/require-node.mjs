// Plain JavaScript of the oldest kind: it must run on the very Node it turns away, and without any package.
import { existsSync } from 'node:fs'

const major = Number(process.versions.node.split('.')[0])
const hasPackages = existsSync(new URL('../../node_modules', import.meta.url))
if (!hasPackages || major < 24) {
  console.error(
    [
      hasPackages
        ? `The Chat gateway runs on Node 24, as on Lambda; this is Node ${process.versions.node}.`
        : 'Its packages are not installed yet: run "npm ci" first, in the folder of package.json.',
      'npm brings Node 24 along for Linux (x64, arm64) and Windows (x64): run "npm ci" (without --omit=optional), then this again.',
      'On any other machine install Node 24 first: https://nodejs.org/en/download',
    ].join('\n'),
  )
  process.exit(1)
}
