/**
 * Keeps the jobs' table from being deleted, by hand or with its stack, in any stage but dev: it holds work that was accepted. Merged
 * into the resource that tables.yml describes, which a program does since it depends on the stage.
 */
module.exports = async ({ resolveVariable }) => {
  const stage = await resolveVariable('sls:stage')
  return { Resources: { JobsTable: { Properties: { DeletionProtectionEnabled: stage !== 'dev' } } } }
}
