/**
 * The stage's file, read and judged, as `custom.stage` of serverless.yml. It is read here so that no way of packaging gets past it. What was
 * packaged before is deployed with what its stage was then, and not read of the file anew. osls runs on the checkout's own Node, which loads
 * TypeScript.
 */
module.exports = async ({ resolveVariable, options }) => {
  const { readStage } = await import('../scripts/stages/read-stage.ts')
  const name = await resolveVariable('sls:stage')
  try {
    if (!isDeploy() || typeof options.package !== 'string') return readStage(name, process.cwd(), process.env)
    const { packagedIn } = await import('../scripts/stages/release.ts')
    return packagedIn(options.package, name).stage
  } catch (error) {
    // osls shows a stack, which would bury what is wrong with the file.
    throw Object.assign(error, { stack: `\n${error.message}` })
  }
}

/** osls tells options only; a package's folder is one of the command that writes it, too. */
const isDeploy = () => process.argv.slice(2).find((one) => !one.startsWith('-')) === 'deploy'
