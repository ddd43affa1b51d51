import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import fc from 'fast-check'
import { operations } from '../../../lib/operations/index.ts'
import { schemas } from '../../../scripts/request-schemas.ts'
import { httpEvent } from '../../support/gateway/invocation.ts'
import { damage, damaged } from './damage.ts'
import { type Shape, valid } from './valid.ts'
import { carriage, type Wire } from './wire.ts'

/** An HTTP request, and what is known of it beforehand. */
export interface HttpAsk {
  /** What the path and method ask for; undefined where anything may come of them. */
  readonly route: { readonly operation: string } | 'batch' | undefined
  /** Whether only the body can be at fault. */
  readonly isPlain: boolean
  readonly wire: Wire
  readonly event: APIGatewayProxyEventV2
}

const names = [...operations.keys()]
const damages = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  { weight: 3, arbitrary: fc.array(damage, { minLength: 1, maxLength: 3 }) },
)

/** An operation's body, good or damaged. */
export const bodies: fc.Arbitrary<{ readonly operation: string; readonly body: unknown }> = fc.oneof(
  ...[...operations.keys()].map((operation) =>
    fc
      .tuple(valid(schemas[operation] as Shape), damages)
      .map(([body, some]) => ({ operation, body: damaged(body, some) })),
  ),
)

const entry = fc
  .tuple(
    bodies,
    fc.string({ maxLength: 5 }),
    fc.option(fc.constantFrom('friends.udpate', '', '__proto__', 'jobs.x'), { freq: 9 }),
  )
  .map(([{ operation, body }, id, other]) => ({ id, operation: other ?? operation, body }))

const batch = fc
  .tuple(
    fc.uniqueArray(entry, { minLength: 1, maxLength: 4, selector: ({ id }) => id }),
    fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: damages }),
  )
  .map(([requests, some]) => damaged({ requests }, some))

const pathOf = (operation: string) => `/v1/${operation.replace('.', '/')}`

/** Requests in which all but the body is as it should be. */
const plain: fc.Arbitrary<HttpAsk> = fc
  .tuple(
    fc.oneof(
      { weight: 8, arbitrary: bodies },
      { weight: 1, arbitrary: batch.map((body) => ({ operation: undefined, body })) },
    ),
    carriage,
  )
  .map(([{ operation, body }, carry]) => {
    const wire = carry(body)
    const path = operation === undefined ? '/v1/batch' : pathOf(operation)
    const route = operation === undefined ? 'batch' : { operation }
    return { route, isPlain: true, wire, event: { ...httpEvent({ path }), ...wire } }
  })

const headers: fc.Arbitrary<Record<string, string> | undefined> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(undefined) },
  {
    weight: 9,
    arbitrary: fc.record(
      {
        'content-type': fc.constantFrom(
          ...[
            'application/json',
            'application/json; charset=utf-8',
            'APPLICATION/JSON',
            'application/problem+json',
            'text/plain',
          ],
          ...[
            'application/jsonp',
            '',
            'application/json;',
            'multipart/form-data; boundary=x',
            'application/json, text/plain',
            '\0',
          ],
        ),
        'idempotency-key': fc.oneof(
          fc.string(),
          fc.constantFrom('', ' ', 'k', 'k'.repeat(255), 'k'.repeat(256), '好'.repeat(255), '\0'),
        ),
        prefer: fc.oneof(
          fc.constantFrom(
            'respond-async',
            'wait=1, respond-async',
            'RESPOND-ASYNC;x=1',
            'respond-asynchronously',
            ',,',
            '',
          ),
        ),
        traceparent: fc.oneof(
          fc.string(),
          fc.constantFrom('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', '00-0-0-0'),
        ),
        'x-amzn-trace-id': fc.constantFrom('Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1', 'Root=', '\r\nx: y'),
        'x-request-id': fc.string(),
        'content-length': fc.constantFrom('-1', '0', '99999999999'),
        'content-encoding': fc.constantFrom('gzip', 'br'),
        ['__proto__']: fc.constant('x'),
      },
      { requiredKeys: [] },
    ),
  },
)

const paths = fc.oneof(
  fc.constantFrom(...names.map(pathOf)),
  fc.constantFrom(
    '/v1/batch',
    '/v1/health',
    '/v1/openapi.json',
    '/v1/jobs/abc',
    '/v1/jobs/',
    '/v1/jobs/a%2fb',
    '/v1/jobs/__proto__',
  ),
  fc.constantFrom(
    '',
    '/',
    '//',
    '/v1',
    '/v1/',
    '/v2/friends/update',
    '/v1/friends/update/',
    '/v1//friends/update',
    '/V1/friends/update',
  ),
  fc.constantFrom(
    '/v1/friends.update',
    '/v1/__proto__/constructor',
    '/v1/friends/udpate',
    '/prod/v1/health',
    '/%00',
    '/v1/friends/%75pdate',
  ),
  fc.constantFrom(`/v1/${'x'.repeat(9000)}`, `/v1/${'好'.repeat(300)}/x`),
  fc.string().map((text) => `/v1/${text}`),
)

const arns = fc.constantFrom(
  'arn:aws:iam::000000000000:user/flow',
  'arn:aws:sts::000000000000:assumed-role/Role/session',
  'arn:aws-cn:sts::1:assumed-role/R/',
  'not an arn',
  '',
)
const authorizers = fc.oneof(
  arns.map((userArn) => ({ iam: { userArn } })),
  fc.constantFrom<object | undefined | null>(
    undefined,
    null,
    {},
    { iam: null },
    { iam: {} },
    { jwt: { claims: {}, scopes: [] } },
    { lambda: {} },
  ),
)

/** Requests of which anything may be odd, and still what API Gateway hands on. */
const odd: fc.Arbitrary<HttpAsk> = fc
  .record({
    asked: bodies,
    carry: carriage,
    bare: fc.boolean(),
    headers,
    method: fc.oneof(
      { weight: 5, arbitrary: fc.constant('POST') },
      { weight: 3, arbitrary: fc.constantFrom('GET', 'PUT', 'HEAD', 'OPTIONS', 'DELETE', 'post', 'BREW') },
    ),
    path: fc.option(paths, { freq: 2 }),
    authorizer: authorizers,
    stage: fc.constantFrom('$default', 'prod', 'v1', ''),
  })
  .map(({ asked, carry, bare, headers, method, path, authorizer, stage }) => {
    const wire = bare ? { isBase64Encoded: false } : carry(asked.body)
    const rawPath = path ?? pathOf(asked.operation)
    const whole = httpEvent({ path: rawPath, method })
    const requestContext = { ...whole.requestContext, authorizer, stage }
    return {
      route: undefined,
      isPlain: false,
      wire,
      event: { ...whole, requestContext, headers, ...wire } as APIGatewayProxyEventV2,
    }
  })

export const requests: fc.Arbitrary<HttpAsk> = fc.oneof({ weight: 3, arbitrary: plain }, { weight: 1, arbitrary: odd })
