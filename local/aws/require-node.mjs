// Plain JavaScript of the oldest kind: it must run on the very Node it turns away.
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  console.error(
    [
      `The Chat gateway runs on Node 24, as on Lambda; this is Node ${process.versions.node}.`,
      'npm brings Node 24 along for Linux (x64, arm64) and Windows (x64): run "npm ci" (without --omit=optional), then "npm start".',
      'On any other machine install Node 24 first: https://nodejs.org/en/download',
    ].join('\n'),
  )
  process.exit(1)
}
