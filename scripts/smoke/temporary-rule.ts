import { randomUUID } from 'node:crypto'
import {
  DeleteRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge'
import { CreateQueueCommand, DeleteQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { Watch } from './results.ts'
import { StepTrouble } from './step.ts'

/** What was left behind by a run that could not clean up keeps nothing for long. */
const RETENTION_SECONDS = 300
const WAIT_SECONDS = 10
const requestHandler = { connectionTimeout: 5000, requestTimeout: 20_000, throwOnRequestTimeout: true }

interface Made {
  readonly name: string
  readonly bus: string
  readonly events: EventBridgeClient
  readonly queues: SQSClient
  ruleArn?: string
  hasTarget?: true
  queueUrl?: string
}

/**
 * Sees a stage's results by a rule and a queue of its own, which `close` takes away. Where making them fails, what was made is taken
 * away at once. Rejects with the SDK's errors.
 */
export async function watchByRule(stage: string, bus: string): Promise<Watch> {
  const name = `chat-gateway-${stage}-smoke-${randomUUID().slice(0, 8)}`
  const made: Made = {
    name,
    bus,
    events: new EventBridgeClient({ requestHandler }),
    queues: new SQSClient({ requestHandler }),
  }
  try {
    await make(made)
  } catch (error) {
    await takeAway(made)
    throw error
  }
  return {
    hint: 'A new rule takes up to a minute to be heeded: try once more.',
    close: () => takeAway(made),
    result: (jobId, ms) => receive(made, jobId, ms),
  }
}

async function make(made: Made): Promise<void> {
  const { name, bus, events, queues } = made
  const pattern = { source: ['chat-gateway'], 'detail-type': [{ prefix: 'chat.friend-lists.delete.' }] }
  const described = {
    Name: name,
    EventBusName: bus,
    EventPattern: JSON.stringify(pattern),
    Description: 'Made and removed by npm run smoke',
  }
  const { RuleArn = '' } = await events.send(new PutRuleCommand(described))
  made.ruleArn = RuleArn
  const [arn = '', partition, , region, account] = /^arn:([^:]+):([^:]+):([^:]+):([^:]+):/.exec(RuleArn) ?? []
  if (arn === '') throw new StepTrouble('EventBridge names no ARN of the rule', 'Leave --events out.')
  const queueArn = `arn:${partition}:sqs:${region}:${account}:${name}`
  const letIn = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: queueArn,
    Condition: { ArnEquals: { 'aws:SourceArn': RuleArn } },
  }
  const Attributes = {
    MessageRetentionPeriod: String(RETENTION_SECONDS),
    Policy: JSON.stringify({ Version: '2012-10-17', Statement: [letIn] }),
  }
  const { QueueUrl = '' } = await queues.send(new CreateQueueCommand({ QueueName: name, Attributes }))
  made.queueUrl = QueueUrl
  const targets = { Rule: name, EventBusName: bus, Targets: [{ Id: 'smoke', Arn: queueArn }] }
  const { FailedEntries: [refused] = [] } = await events.send(new PutTargetsCommand(targets))
  if (refused)
    throw new StepTrouble(
      'EventBridge takes no queue as the target of the rule',
      'See the quotas of rules, or leave --events out.',
    )
  made.hasTarget = true
}

async function receive({ queues, queueUrl: QueueUrl }: Made, jobId: string, ms: number): Promise<string | undefined> {
  const end = Date.now() + ms
  while (Date.now() < end) {
    const WaitTimeSeconds = Math.min(WAIT_SECONDS, Math.ceil((end - Date.now()) / 1000))
    const asked = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds }
    const { Messages = [] } = await queues.send(new ReceiveMessageCommand(asked))
    for (const { Body = '{}' } of Messages) {
      const { detail, 'detail-type': type } = JSON.parse(Body) as {
        detail?: { jobId?: string }
        'detail-type'?: string
      }
      if (detail?.jobId === jobId) return type
    }
  }
  return undefined
}

/** Each by itself: what can't be removed must not keep the others. */
async function takeAway({ name, bus, events, queues, ruleArn, hasTarget, queueUrl }: Made): Promise<readonly string[]> {
  const left: string[] = []
  const remove = (what: string, work: () => Promise<unknown>) => work().catch(() => left.push(what))
  if (hasTarget)
    await remove(`the target of rule ${name}`, () =>
      events.send(new RemoveTargetsCommand({ Rule: name, EventBusName: bus, Ids: ['smoke'] })),
    )
  if (ruleArn !== undefined)
    await remove(`rule ${name} of bus ${bus}`, () =>
      events.send(new DeleteRuleCommand({ Name: name, EventBusName: bus })),
    )
  if (queueUrl !== undefined)
    await remove(`queue ${name}`, () => queues.send(new DeleteQueueCommand({ QueueUrl: queueUrl })))
  events.destroy()
  queues.destroy()
  return left
}
