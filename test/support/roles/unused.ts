import type { Grant } from './permissions.ts'

const LOG = 'Lambda writes the function’s log with it'
const POLLS = 'the event source mapping polls the queue with it'

/** What the roles grant for Lambda itself, which calls with them: no function of ours does, so no test can. */
export const ofLambdaItself: Readonly<Record<Grant, string>> = {
  ...Object.fromEntries(
    ['Http', 'Events', 'Worker'].flatMap((name) =>
      ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => [
        `${name}Role WriteOwnLog ${action} on log-group:/aws/lambda/chat-gateway-dev-${name.toLowerCase()}:*`,
        LOG,
      ]),
    ),
  ),
  'WorkerRole AnswerDoorbells sqs:ReceiveMessage on chat-gateway-dev-jobs.fifo': POLLS,
  'WorkerRole AnswerDoorbells sqs:DeleteMessage on chat-gateway-dev-jobs.fifo': POLLS,
  'WorkerRole AnswerDoorbells sqs:GetQueueAttributes on chat-gateway-dev-jobs.fifo': POLLS,
}

/** What is wrong with the grants after a whole test run; nothing where each was used. */
export function faultsOf(grants: readonly Grant[], used: ReadonlySet<Grant>): string[] {
  const all = new Set(grants)
  const unused = [...all].filter((grant) => !used.has(grant) && !Object.hasOwn(ofLambdaItself, grant))
  const gone = Object.keys(ofLambdaItself).filter((grant) => !all.has(grant))
  return [
    ...unused.map((grant) => `no test uses ${grant}: take it away, or test what needs it`),
    ...gone.map((grant) => `${grant} is granted no more: take it out of the list of what Lambda itself uses`),
  ]
}
