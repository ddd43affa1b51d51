const { readFileSync } = require('node:fs')

const allowReplacement = { type: 'boolean', usage: 'Go on although a table or a queue would be replaced' }
const against = { type: 'string', usage: 'Say how the template differs from one in a file, or from the deployed one' }
const unguarded = { type: 'boolean', usage: 'Deploy without the alarms that would stop it' }
const COMMANDS = {
  package: { options: { against, 'allow-replacement': allowReplacement } },
  deploy: { options: { 'allow-replacement': allowReplacement, unguarded } },
}

/**
 * Makes of the template what the stage's file says, and keeps the stage from being deployed where the file is the example's, the stack can't
 * take it, or a table or a queue would be replaced. A plugin of osls, so that no way of packaging or deploying gets past it.
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
      'after:package:finalize': async () => {
        const { against } = options
        if (against === undefined) return
        const before = against === 'deployed' ? await deployed(serverless) : readTemplate(against, refuse)
        if (before !== undefined) await compare(before, parts)
        else log?.notice('\nNothing is deployed yet: all of it would be added.')
      },
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
  const isPackaged = isOfPackage(serverless, options)
  refuse(
    faultOf({ commands: processedInput.commands, stage: service.custom.stage, region: options.region, isPackaged }),
  )
  if (isPackaged) options.force = true
  const { applyToService } = await import('../scripts/stages/template/service.ts')
  applyToService(service, service.custom.stage)
}

/** Says how the packaged template differs from another, and refuses what would lose work. */
async function compare(before, { serverless, options, log, refuse }) {
  const { difference, report } = await import('../scripts/stages/difference.ts')
  const after = serverless.service.provider.compiledCloudFormationTemplate
  const { lines, fault } = report(difference(before, after), options['allow-replacement'] === true)
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

function readTemplate(file, refuse) {
  try {
    const template = JSON.parse(readFileSync(file, 'utf8'))
    if (template?.Resources) return template
  } catch (error) {
    return refuse(
      `--against ${file}: it can't be read as a template: ${error.message}. Give the cloudformation-template-update-stack.json of a package.`,
    )
  }
  return refuse(
    `--against ${file}: it is no template. Give the cloudformation-template-update-stack.json of a package.`,
  )
}

/** What keeps a command from being carried out, with its cure. */
function faultOf({ commands, stage, region, isPackaged = false }) {
  const [command, second] = commands
  if (region !== undefined && region !== stage.region) return regionFault(region, stage, isPackaged)
  if (command !== 'deploy' || second === 'list') return undefined
  if (stage.name === 'example') {
    return 'stages/example.yml shows what a stage can say, and no stage is made of it: copy it to stages/prod.yml, say. Nothing was deployed.'
  }
  if (stage.says.includes('policy')) return undefined
  return (
    `stages/${stage.name}.yml says no policy: whoever gets in may call everything but what is granted by its own name, and a policy ` +
    'deployed before would be gone. Write policy there (docs/security.md), or policy: open where everybody is to call everything. Nothing was deployed.'
  )
}

/** What was judged, and what a release remembers, is of the stage's own region: osls would quietly make another stack in this one. */
function regionFault(region, stage, isPackaged) {
  if (isPackaged) return `--region ${region}, and what is deployed was packaged for ${stage.region}: leave it out.`
  const file = `stages/${stage.name}.yml`
  return stage.said.region === undefined
    ? `--region ${region} is not where the stage stands, which is ${stage.region}: ${file} says no region. Write region: ${region} there, or set AWS_REGION.`
    : `--region ${region} says otherwise than ${file}, which says ${stage.region}: leave it out, or write region there.`
}

module.exports = StagePlugin
module.exports.faultOf = faultOf
