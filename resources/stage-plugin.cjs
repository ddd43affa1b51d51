const { readFileSync } = require('node:fs')

const allowReplacement = { type: 'boolean', usage: 'Go on although a table or a queue would be replaced' }
const against = { type: 'string', usage: 'Say how the template differs from one in a file, or from the deployed one' }
const COMMANDS = {
  package: { options: { against, 'allow-replacement': allowReplacement } },
  deploy: { options: { 'allow-replacement': allowReplacement } },
}

/**
 * Makes of the template what the stage's file says, and keeps the stage from being deployed where the file is the example's, or a table or a
 * queue would be replaced. A plugin of osls, so that no way of packaging or deploying gets past it.
 */
class StagePlugin {
  constructor(serverless, options, { log } = {}) {
    const refuse = (fault) => {
      if (fault !== undefined) throw new serverless.classes.Error(fault)
    }
    this.commands = COMMANDS
    /** Says how the packaged template differs from another, and refuses what would lose work. */
    const compare = async (before) => {
      const { difference, report } = await import('../scripts/stages/difference.ts')
      const after = serverless.service.provider.compiledCloudFormationTemplate
      const { lines, fault } = report(difference(before, after), options['allow-replacement'] === true)
      log?.notice(`\n${lines.join('\n')}`)
      refuse(fault)
    }
    this.hooks = {
      initialize: async () => {
        const { processedInput, service } = serverless
        refuse(faultOf({ commands: processedInput.commands, stage: service.custom.stage, region: options.region }))
        const { applyToService } = await import('../scripts/stages/template/service.ts')
        applyToService(service, service.custom.stage)
      },
      'after:aws:package:finalize:mergeCustomProviderResources': async () => {
        const { applyStage } = await import('../scripts/stages/template/apply-stage.ts')
        const { custom, provider } = serverless.service
        applyStage(provider.compiledCloudFormationTemplate, custom.stage, custom.version)
      },
      'after:package:finalize': async () => {
        const { against } = options
        if (against === undefined) return
        const before = against === 'deployed' ? await deployed(serverless) : readTemplate(against, refuse)
        if (before !== undefined) await compare(before)
        else log?.notice('\nNothing is deployed yet: all of it would be added.')
      },
      // The first thing that asks AWS; by now the template is there, packaged anew or an earlier package's.
      'before:aws:deploy:deploy:createStack': async () => {
        const before = await deployed(serverless)
        if (before !== undefined) await compare(before)
      },
    }
  }
}

/** What AWS holds of the stage, or undefined where nothing is deployed yet. */
async function deployed(serverless) {
  const { deployedTemplate } = await import('../scripts/stages/deployed-template.ts')
  const aws = serverless.getProvider('aws')
  return deployedTemplate(await aws.getCloudFormationClient(), aws.naming.getStackName())
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
function faultOf({ commands, stage, region }) {
  const [command, second] = commands
  if (region !== undefined && stage.said.region !== undefined && region !== stage.region) {
    return `--region ${region} says otherwise than stages/${stage.name}.yml, which says ${stage.region}: leave it out, or write region there.`
  }
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

module.exports = StagePlugin
module.exports.faultOf = faultOf
