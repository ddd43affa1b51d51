const allowReplacement = { type: 'boolean', usage: 'Go on although a table or a queue would be replaced' }
const against = { type: 'string', usage: 'Say how the template differs from one in a file, or from the deployed one' }
const unguarded = { type: 'boolean', usage: 'Deploy without the alarms that would stop it' }
const COMMANDS = {
  package: { options: { against, 'allow-replacement': allowReplacement } },
  deploy: { options: { 'allow-replacement': allowReplacement, unguarded } },
}

/**
 * Makes of the template what the stage's file says, and keeps the stage from being deployed where the file is the example's, the stack can't
 * take it, or a table or a queue would be replaced. A plugin of osls, so that no way of packaging or deploying gets past it. What is
 * decided, and in which words, stands in scripts/stages; here it is called at its time.
 */
class StagePlugin {
  constructor(serverless, options, { log } = {}) {
    const refuse = (fault) => {
      if (fault !== undefined) throw new serverless.classes.Error(fault)
    }
    const parts = { serverless, options, log, refuse }
    this.commands = COMMANDS
    this.hooks = {
      initialize: () => begin(parts),
      'after:aws:package:finalize:mergeCustomProviderResources': async () => {
        const { applyStage } = await import('../scripts/stages/template/apply-stage.ts')
        const { custom, provider } = serverless.service
        applyStage(provider.compiledCloudFormationTemplate, custom.stage, custom.version)
      },
      'after:package:finalize': () => compareAgainst(parts),
      // The first thing that asks AWS; by now the template is there, packaged anew or an earlier package's.
      'before:aws:deploy:deploy:createStack': () => beforeUpload(parts),
      'before:aws:deploy:finalize:cleanup': () => {
        if (isOfPackage(serverless, options)) keepAll(serverless.service.provider)
      },
    }
  }
}

async function begin({ serverless, options, refuse }) {
  const { processedInput, service } = serverless
  const { commandFault } = await import('../scripts/stages/command-fault.ts')
  const { stage } = service.custom
  const isPackaged = isOfPackage(serverless, options)
  refuse(commandFault({ commands: processedInput.commands, stage, region: options.region, isPackaged }))
  if (isPackaged) options.force = true
  const { applyToService } = await import('../scripts/stages/template/service.ts')
  applyToService(service, service.custom.stage)
}

/** Where that is asked for, says how the packaged template differs from one in a file, or from the deployed one. */
async function compareAgainst(parts) {
  const { against } = parts.options
  if (against === undefined) return
  const { DEPLOYED, templateIn } = await import('../scripts/stages/against.ts')
  if (against === DEPLOYED) return compare(await deployed(parts.serverless), parts)
  const { template, fault } = templateIn(against)
  parts.refuse(fault)
  return compare(template, parts)
}

/** Says how the packaged template differs from another, and refuses what would lose work. */
async function compare(before, { serverless, options, log, refuse }) {
  const { comparison } = await import('../scripts/stages/against.ts')
  const after = serverless.service.provider.compiledCloudFormationTemplate
  const { lines, fault } = comparison(before, after, options['allow-replacement'] === true)
  log?.notice(`\n${lines.join('\n')}`)
  refuse(fault)
}

/** Looks at what is deployed: whether it can be changed, into what, and which alarms are to stop that. */
async function beforeUpload(parts) {
  const { serverless, options, log, refuse } = parts
  const { statusFault, stackStatus } = await import('../scripts/stages/stack-state.ts')
  const { client, stack } = await stackOf(serverless)
  const { custom, provider } = serverless.service
  refuse(statusFault(await stackStatus(client, stack), stack, custom.stage.name))
  const before = await deployed(serverless)
  const { versionLine } = await import('../scripts/stages/difference.ts')
  log?.notice(`\n${versionLine(before, provider.compiledCloudFormationTemplate)}`)
  if (before !== undefined) await compare(before, parts)
  provider.rollbackConfiguration = await (options.unguarded ? withoutGuard(serverless) : guard(serverless, before))
}

/**
 * Whether what is deployed was packaged before. osls takes the youngest package in the bucket for what is deployed, which it is not after
 * going back: it would skip going forward again, so that such a deployment is forced.
 */
const isOfPackage = ({ processedInput }, { package: folder }) =>
  processedInput.commands.join(' ') === 'deploy' && typeof folder === 'string'

/** osls would take the older package that is live now out of the bucket, where CloudFormation looks for it when a later update fails. */
function keepAll(provider) {
  provider.deploymentWithEmptyChangeSet = false
  provider.deploymentBucketObject = {
    ...provider.deploymentBucketObject,
    maxPreviousDeploymentArtifacts: Number.POSITIVE_INFINITY,
  }
}

async function withoutGuard({ service }) {
  const { changeAtOnce } = await import('../scripts/stages/template/gradual.ts')
  changeAtOnce(service.provider.compiledCloudFormationTemplate)
  return (await import('../scripts/stages/guard.ts')).NO_GUARD
}

async function guard(serverless, before) {
  const { guardOf } = await import('../scripts/stages/guard.ts')
  const aws = serverless.getProvider('aws')
  return guardOf(serverless.service.custom.stage, before, { ...(await aws.getAccountInfo()), region: aws.getRegion() })
}

async function stackOf(serverless) {
  const aws = serverless.getProvider('aws')
  return { client: await aws.getCloudFormationClient(), stack: aws.naming.getStackName() }
}

/** What AWS holds of the stage, or undefined where nothing is deployed yet. */
async function deployed(serverless) {
  const { deployedTemplate } = await import('../scripts/stages/deployed-template.ts')
  const { client, stack } = await stackOf(serverless)
  return deployedTemplate(client, stack)
}

module.exports = StagePlugin
