/**
 * The stage's file, read and judged, as `custom.stage` of serverless.yml. It is read here so that no way of packaging gets past it. osls
 * runs on the checkout's own Node, which loads TypeScript.
 */
module.exports = async ({ resolveVariable }) => {
  const { readStage } = await import('../scripts/stages/read-stage.ts')
  const name = await resolveVariable('sls:stage')
  try {
    return readStage(name, process.cwd(), process.env)
  } catch (error) {
    // osls shows a stack, which would bury what is wrong with the file.
    throw Object.assign(error, { stack: `\n${error.message}` })
  }
}
