import path from 'node:path'
import { placeOf, type Rule, type Source } from './checkout.ts'
import { importsOf } from './imports.ts'

interface Room {
  readonly name: string
  /** Which files stand in it. */
  readonly files: RegExp
  /** Whose rooms it may import from; its own always. */
  readonly from: readonly string[]
  /** Which packages it may import; types of any package cost nothing and bind nobody, so they are free but for `lambda`'s. */
  readonly packages?: RegExp
}

const anything = /./
const nodeOnly = /^node:/

/**
 * The rooms of the house and the only ways between them: functions → triggers → the flow → what it uses → errors and schemas.
 * A file that stands in no room needs one: decide whom it may know, and write it down here.
 */
const rooms: readonly Room[] = [
  { name: 'functions', files: /^functions\//, from: ['triggers', 'gateway', 'config', 'base'] },
  {
    name: 'triggers',
    files: /^lib\/triggers\//,
    from: [
      'gateway',
      'flow',
      'jobs',
      'operations',
      'validate',
      'ledger',
      'sockets',
      'codings',
      'row',
      'errors',
      'schemas',
      'document',
      'config',
      'base',
    ],
    packages: /^(@middy\/|@aws-lambda-powertools\/batch$|@aws-sdk\/client-eventbridge$|aws-lambda$|node:)/,
  },
  {
    name: 'gateway',
    files: /^lib\/(gateway|edges)\.ts$/,
    from: ['flow', 'jobs', 'upstream', 'quota', 'ledger', 'config', 'base'],
  },
  // The worker's side of the flow, and what it keeps: jobs wait here, and go on from here.
  {
    name: 'jobs',
    files: /^lib\/jobs\//,
    packages: /^(node:|@aws-sdk\/)/,
    from: ['flow', 'operations', 'row', 'upstream', 'ledger', 'sockets', 'errors', 'config', 'base'],
  },
  {
    name: 'flow',
    files: /^lib\/flow\//,
    packages: nodeOnly,
    from: ['operations', 'row', 'validate', 'upstream', 'ledger', 'errors', 'config', 'base'],
  },
  // All rows at once are for programs and tests: a start knows facts of them, and a row is loaded with its family.
  { name: 'table', files: /^lib\/operations\/index\.ts$/, from: ['operations', 'row'] },
  { name: 'operations', files: /^lib\/operations\//, from: ['compiled', 'row', 'errors', 'schemas'] },
  { name: 'row', files: /^lib\/(operation|told)\.ts$/, from: ['errors', 'schemas'] },
  { name: 'compiled', files: /^schemas\/compiled\//, from: ['operations', 'row', 'schemas'] },
  { name: 'validate', files: /^lib\/validate\//, from: ['operations', 'errors', 'schemas', 'base'] },
  {
    name: 'upstream',
    files: /^lib\/upstream\//,
    from: ['row', 'quota', 'sockets', 'codings', 'errors', 'base'],
    packages: /^(node:|@aws-sdk\/)/,
  },
  { name: 'quota', files: /^lib\/quota\//, from: ['ledger', 'errors', 'base'], packages: nodeOnly },
  { name: 'ledger', files: /^lib\/ledger\//, from: ['sockets', 'errors', 'base'], packages: /^(node:|@aws-sdk\/)/ },
  // What is packed is undone where bodies come in, and nowhere else.
  { name: 'codings', files: /^lib\/sockets\/codings\.ts$/, from: [], packages: nodeOnly },
  { name: 'sockets', files: /^lib\/sockets\//, from: [], packages: /^(node:|@smithy\/node-http-handler$)/ },
  {
    name: 'base',
    files: /^lib\/(telemetry\/|(clock|nearest|refused-value)\.ts$)/,
    from: ['errors'],
    packages: /^(node:|fastest-levenshtein$)/,
  },
  // A policy names operations, and a name that none has is refused at the start.
  {
    name: 'config',
    files: /^lib\/(config|setting|access|callers)\.ts$/,
    from: ['operations', 'row', 'errors', 'base'],
  },
  { name: 'json', files: /^lib\/json\.ts$/, from: [], packages: nodeOnly },
  { name: 'errors', files: /^lib\/errors\//, from: [] },
  { name: 'schemas', files: /^schemas\//, from: [] },
  // What is served as it is printed.
  { name: 'document', files: /^docs\/api\/openapi\.json$/, from: [] },
  // Data of operators, which scripts reckon with.
  { name: 'prices', files: /^docs\/prices\.json$/, from: [] },
  { name: 'resources', files: /^resources\//, from: ['scripts'], packages: nodeOnly },
  { name: 'emulator', files: /^local\/chat\//, from: [], packages: anything },
  { name: 'local', files: /^local\//, from: ['emulator', 'scripts'], packages: anything },
  // What callers install: it knows the gateway by its printed words alone.
  {
    name: 'client',
    files: /^client\//,
    from: [],
    packages: /^(node:|@aws-sdk\/credential-provider-node$|@smithy\/signature-v4$|commander$|csv-parse(\/sync)?$)/,
  },
  // Programs of the docs, which stand alone.
  { name: 'calls', files: /^docs\/calls\//, from: [], packages: nodeOnly },
  // What only CI runs, with packages of its own.
  { name: 'tools', files: /^tools\//, from: [], packages: anything },
  { name: 'bench', files: /^bench\//, from: ['emulator', 'local', 'scripts'], packages: anything },
  {
    name: 'scripts',
    files: /^(scripts\/|[\w.-]+\.config\.ts$)/,
    from: [
      'triggers',
      'gateway',
      'flow',
      'jobs',
      'ledger',
      'table',
      'operations',
      'row',
      'upstream',
      'errors',
      'schemas',
      'config',
      'base',
      'emulator',
      'client',
      'prices',
    ],
    packages: anything,
  },
  // It runs before anything is installed.
  { name: 'ci', files: /^\.ci\//, from: [], packages: nodeOnly },
]

/** What an object of JSON is, everybody may know. */
const FOR_ALL = 'json'

const roomOf = (file: string): Room | undefined => rooms.find(({ files }) => files.test(file))

function* breaches(source: Source): Generator<string> {
  if (source.path.startsWith('test/')) return
  const room = roomOf(source.path)
  if (!room) {
    yield `${source.path} stands in no room of test/architecture/rooms.ts`
    return
  }
  for (const { from, isType, at } of importsOf(source)) {
    const place = placeOf(source, at)
    if (!from.startsWith('.')) {
      const isFree = isType && from !== 'aws-lambda'
      if (!isFree && !room.packages?.test(from)) yield `${place} ${room.name} imports the package ${from}`
      continue
    }
    const target = path.posix.join(path.posix.dirname(source.path), from)
    const other = roomOf(target)?.name ?? target
    if (other !== room.name && other !== FOR_ALL && !room.from.includes(other))
      yield `${place} ${room.name} imports ${other} (${target})`
  }
}

const file = (name: string, text: string) => [{ path: name, text }]

export const direction: Rule = {
  name: 'imports go one way: functions → triggers → the flow → operations, validation, upstream, outcome → errors, schemas',
  check: ({ sources }) => sources.flatMap((source) => [...breaches(source)]),
  broken: [
    file('lib/operations/friends/add.ts', "import { send } from '../../upstream/send.ts'"),
    file('lib/operations/friends/add.ts', "import type { Lease } from '../../ledger/lease.ts'"),
    file('lib/operations/friends/add.ts', "export { answer } from '../../triggers/http/answer.ts'"),
    file('lib/operations/friends/add.ts', "const parts = await import('../../upstream/send.ts')"),
    file('lib/upstream/send.ts', "import { known } from '../operations/known.ts'"),
    file('lib/flow/plan.ts', "import { operations } from '../operations/index.ts'"),
    file('lib/operations/known.ts', "import { operations } from './index.ts'"),
    file('lib/jobs/work.ts', "import { unpack } from '../sockets/codings.ts'"),
    file('lib/upstream/send.ts', "import { encode } from '../triggers/http/encode.ts'"),
    file('lib/flow/run.ts', "import type { APIGatewayProxyEventV2 } from 'aws-lambda'"),
    file('lib/flow/run.ts', "import middy from '@middy/core'"),
    file('lib/errors/codes.ts', "import { log } from '../telemetry/log.ts'"),
    file('schemas/batch.ts', "import { codes } from '../lib/errors/codes.ts'"),
    file('schemas/batch.ts', "import { inspect } from 'node:util'"),
    file('lib/triggers/http/stack.ts', "import { send } from '../../upstream/send.ts'"),
    file('functions/http.ts', "import { createFlow } from '../lib/flow/run.ts'"),
    file('local/chat/gate.ts', "import { signUserSig } from '../../lib/upstream/user-sig.ts'"),
    file('local/chat/gate.ts', "import { listen } from '../aws/listen.ts'"),
    file('local/aws/listen.ts', "import { settings } from '../../lib/config.ts'"),
    file('lib/config.ts', "import { seed } from '../local/chat/seed.ts'"),
    file('client/src/gateway.ts', "import { operations } from '../../lib/operations/index.ts'"),
    file('client/src/gateway.ts', "import { body } from '../../schemas/friends/update.ts'"),
    file('client/src/gateway.ts', "import { SQSClient } from '@aws-sdk/client-sqs'"),
    file('lib/gateway.ts', "import { createGateway } from '../client/src/index.ts'"),
    file('lib/surprise.ts', 'export const nobody = 1'),
  ],
  kept: [
    ...file(
      'lib/operations/friends/add.ts',
      "import type { FromSchema } from 'json-schema-to-ts'\n// import '../../upstream'",
    ),
    ...file('test/unit/add.test.ts', "import '../../lib/upstream/send.ts'"),
    ...file('lib/upstream/send.ts', "import https from 'node:https'\nimport { within } from '../clock.ts'"),
  ],
}
