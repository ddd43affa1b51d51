/**
 * Stages keep their secrets apart: whoever deploys one for others to use says where they are, and none reads the secrets of another for
 * want of a line. A plugin of osls, as the stage is known to it alone, and no way of deploying gets past it.
 */
class StageSecrets {
  constructor(serverless) {
    this.hooks = {
      initialize: () => {
        const { commands } = serverless.processedInput
        const stage = serverless.getProvider('aws').getStage()
        const fault = faultOf({ commands, stage, prefix: process.env.CHAT_SECRET_PREFIX })
        if (fault !== undefined) throw new serverless.classes.Error(fault)
      },
    }
  }
}

/** What keeps a command from being carried out, with its cure. */
function faultOf({ commands, stage, prefix }) {
  const [command] = commands
  if (prefix === '' && /^(package|deploy)$/.test(command)) {
    return 'CHAT_SECRET_PREFIX is empty, and the roles would reach every secret of the account: unset it, or name the prefix.'
  }
  if (prefix !== undefined || command !== 'deploy' || commands[1] === 'list' || stage === 'dev') return undefined
  return (
    `CHAT_SECRET_PREFIX is not set: a deployment of ${stage} says where its secrets are, such as ` +
    `CHAT_SECRET_PREFIX=chat-gateway-${stage} for chat-gateway-${stage}/default. Nothing was deployed.`
  )
}

module.exports = StageSecrets
module.exports.faultOf = faultOf
