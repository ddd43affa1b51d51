import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isDeepStrictEqual } from 'node:util'

/** What osls asked CloudFormation to make of a stack. */
export interface ChangeSet {
  readonly stack: string
  /** What was asked for, as the query protocol has it: `RollbackConfiguration.MonitoringTimeInMinutes`. */
  readonly asked: Readonly<Record<string, string>>
  readonly template: Readonly<Record<string, unknown>>
}

interface Stored {
  readonly body: Buffer
  readonly meta: Readonly<Record<string, string>>
  readonly modified: Date
}

/** Stands in for an AWS account behind `AWS_ENDPOINT_URL`, as far as osls goes: CloudFormation, S3, STS, and of Lambda when a function was changed. */
export interface AwsAccount {
  readonly url: string
  /** Every action, in the order that they were asked for; of S3 the method and the path. */
  readonly asked: string[]
  /** Those that were carried out, oldest first. */
  readonly changes: ChangeSet[]
  /** What S3 holds, by key. */
  readonly bucket: Map<string, Stored>
  /** What a stack is; may be changed by hand. */
  readonly stacks: Map<string, { template: ChangeSet['template']; status: string }>
  readonly close: () => void
}

const ACCOUNT = '123456789012'
const BUCKET = 'deployments'

class Account {
  readonly asked: string[] = []
  readonly changes: ChangeSet[] = []
  readonly bucket = new Map<string, Stored>()
  readonly stacks: AwsAccount['stacks'] = new Map()
  readonly #events: { readonly id: string; readonly stack: string; readonly status: string }[] = []
  #pending: ChangeSet | undefined
  changedAt: Date | undefined

  /** The members of the answer of an action of CloudFormation or STS, in XML, or why there is none. */
  answer(action: string, asked: Readonly<Record<string, string>>): string | Refusal {
    const { StackName: stack = '' } = asked
    const known = this.stacks.get(stack.startsWith('arn:') ? (stack.split('/')[1] ?? '') : stack)
    const missing = new Refusal(400, 'ValidationError', `Stack with id ${stack} does not exist`)
    switch (action) {
      case 'GetCallerIdentity':
        return `<Account>${ACCOUNT}</Account><UserId>u</UserId><Arn>arn:aws:iam::${ACCOUNT}:user/test</Arn>`
      case 'GetTemplate':
        return known ? `<TemplateBody>${inXml(JSON.stringify(known.template))}</TemplateBody>` : missing
      case 'DescribeStacks':
        return known ? `<Stacks><member>${describedStack(stack, known.status)}</member></Stacks>` : missing
      case 'DescribeStackResource':
        return known
          ? `<StackResourceDetail><PhysicalResourceId>${BUCKET}</PhysicalResourceId></StackResourceDetail>`
          : missing
      case 'CreateChangeSet':
        this.#pending = { stack, asked, template: this.#templateOf(asked) }
        return `<Id>id</Id><StackId>${idOf(stack)}</StackId>`
      case 'DescribeChangeSet':
        return this.#describePending()
      case 'ExecuteChangeSet':
        return this.#execute()
      case 'DescribeStackEvents':
        return `<StackEvents>${this.#events.map(eventInXml).toReversed().join('')}</StackEvents>`
      default:
        return ''
    }
  }

  #templateOf({ TemplateBody, TemplateURL = '' }: Readonly<Record<string, string>>): ChangeSet['template'] {
    const key = decodeURIComponent(new URL(TemplateURL || 'http://none').pathname.split('/').slice(2).join('/'))
    return JSON.parse(TemplateBody ?? this.bucket.get(key)!.body.toString('utf8'))
  }

  #describePending(): string {
    const { stack, template } = this.#pending!
    const isSame = isDeepStrictEqual(this.stacks.get(stack)?.template, template)
    const state = isSame
      ? "<Status>FAILED</Status><StatusReason>The submitted information didn't contain changes.</StatusReason>"
      : '<Status>CREATE_COMPLETE</Status>'
    return `${state}<StackId>${idOf(stack)}</StackId><StackName>${stack}</StackName><Changes></Changes>`
  }

  #execute(): string {
    const { stack, template } = this.#pending!
    const does = this.stacks.has(stack) ? 'UPDATE' : 'CREATE'
    this.changes.push(this.#pending!)
    this.changedAt = new Date()
    this.stacks.set(stack, { template, status: `${does}_COMPLETE` })
    for (const status of ['IN_PROGRESS', 'COMPLETE']) {
      this.#events.push({ id: randomUUID(), stack, status: `${does}_${status}` })
    }
    return ''
  }

  /** Lambda's GetFunction: whatever function it is, it was changed with the last change of a stack. */
  tellFunction(reply: ServerResponse): void {
    const { changedAt } = this
    if (changedAt === undefined) {
      reply.writeHead(404, { 'x-amzn-errortype': 'ResourceNotFoundException' }).end('{}')
    } else reply.writeHead(200).end(JSON.stringify({ Configuration: { LastModified: changedAt.toISOString() } }))
  }

  /** S3, path-style. */
  async serve(request: IncomingMessage, reply: ServerResponse, body: Buffer): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://s3')
    const key = decodeURIComponent(pathname.split('/').slice(2).join('/'))
    const send = (status: number, text = '', headers = {}) => void reply.writeHead(status, headers).end(text)
    const found = this.bucket.get(key)
    if (request.method === 'PUT') {
      const meta = Object.entries(request.headers).filter(([name]) => name.startsWith('x-amz-meta-'))
      this.bucket.set(key, { body, meta: Object.fromEntries(meta) as Stored['meta'], modified: new Date() })
      return send(200, '', { etag: '"e"' })
    }
    if (request.method === 'HEAD' && key === '') return send(200, '', { 'x-amz-bucket-region': 'ap-southeast-1' })
    if (request.method === 'HEAD') {
      return found ? send(200, '', { ...found.meta, 'last-modified': found.modified.toUTCString() }) : send(404)
    }
    if (searchParams.has('delete')) {
      for (const [, gone = ''] of body.toString('utf8').matchAll(/<Key>(.*?)<\/Key>/g)) this.bucket.delete(gone)
      return send(200, '<DeleteResult></DeleteResult>')
    }
    const prefix = searchParams.get('prefix') ?? ''
    const contents = [...this.bucket].filter(([name]) => name.startsWith(prefix)).map(objectInXml)
    return send(200, `<ListBucketResult><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`)
  }
}

class Refusal {
  readonly status: number
  readonly text: string
  constructor(status: number, code: string, message: string) {
    this.status = status
    this.text = `<ErrorResponse><Error><Code>${code}</Code><Message>${inXml(message)}</Message></Error></ErrorResponse>`
  }
}

const inXml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const idOf = (stack: string) => `arn:aws:cloudformation:ap-southeast-1:${ACCOUNT}:stack/${stack}/1`
const describedStack = (stack: string, status: string) =>
  `<StackId>${idOf(stack)}</StackId><StackName>${stack}</StackName><StackStatus>${status}</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime>`
const eventInXml = ({ id, stack, status }: { readonly id: string; readonly stack: string; readonly status: string }) =>
  `<member><EventId>${id}</EventId><StackName>${stack}</StackName><LogicalResourceId>${stack}</LogicalResourceId>` +
  `<ResourceType>AWS::CloudFormation::Stack</ResourceType><ResourceStatus>${status}</ResourceStatus></member>`
const objectInXml = ([key, { modified }]: readonly [string, Stored]) =>
  `<Contents><Key>${inXml(key)}</Key><LastModified>${modified.toISOString()}</LastModified></Contents>`

export async function startAwsAccount(): Promise<AwsAccount> {
  const account = new Account()
  const server = createServer(async (request, reply) => {
    const body = Buffer.concat(await request.toArray())
    const asked = Object.fromEntries(new URLSearchParams(body.toString('utf8')))
    const { Action: action } = asked
    account.asked.push(action ?? `${request.method} ${request.url}`)
    if (request.url?.includes('/functions/')) return account.tellFunction(reply)
    if (action === undefined) return account.serve(request, reply, body)
    const answer = account.answer(action, asked)
    const [status, text] =
      answer instanceof Refusal
        ? [answer.status, answer.text]
        : [200, `<${action}Response><${action}Result>${answer}</${action}Result></${action}Response>`]
    return void reply.writeHead(status, { 'content-type': 'text/xml' }).end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const { asked, changes, bucket, stacks } = account
  return { url: `http://127.0.0.1:${port}`, asked, changes, bucket, stacks, close: () => void server.close() }
}
