import type { APIGatewayProxyEventV2, Context } from 'aws-lambda'

/** The page's batch sample: three friends, every kind of field. */
export const friends = [
  { userId: 'id1', remark: 'remark1' },
  { userId: 'id2', remark: 'remark2', lists: ['group1', 'group2'] },
  { userId: 'id3', remark: 'remark3', lists: ['group3'], custom: { Test: 'test' } },
]

/** The same work in Chat's words, for the bare handler, which maps nothing. */
const upstreamItems = [
  { To_Account: 'id1', SnsItem: [{ Tag: 'Tag_SNS_IM_Remark', Value: 'remark1' }] },
  {
    To_Account: 'id2',
    SnsItem: [
      { Tag: 'Tag_SNS_IM_Remark', Value: 'remark2' },
      { Tag: 'Tag_SNS_IM_Group', Value: ['group1', 'group2'] },
    ],
  },
  {
    To_Account: 'id3',
    SnsItem: [
      { Tag: 'Tag_SNS_IM_Remark', Value: 'remark3' },
      { Tag: 'Tag_SNS_IM_Group', Value: ['group3'] },
      { Tag: 'Tag_SNS_Custom_Test', Value: 'test' },
    ],
  },
]

/** So many accounts that no two requests under way write the same one: the gateway lets those wait for each other. */
const ACCOUNTS = 1000
const each = (body: (userId: string) => object) =>
  Array.from({ length: ACCOUNTS }, (_, index) => httpEvent(JSON.stringify(body(`user-${index}`))))

export const gatewayEvents = (app: string) => each((userId) => ({ app, userId, friends }))
export const bareEvents = () => each((userId) => ({ From_Account: userId, UpdateItem: upstreamItems }))

/** So many friends, each `bytes` of JSON, filled up by the remark. */
export const friendsOfBytes = (count: number, bytes: number) =>
  Array.from({ length: count }, (_, index) => {
    const bare = { userId: `user-${index}`, remark: '' }
    return { ...bare, remark: 'r'.repeat(bytes - JSON.stringify(bare).length) }
  })
export const updateEvent = (app: string, items: readonly object[]) =>
  httpEvent(JSON.stringify({ app, userId: 'alice', friends: items }))

/** What API Gateway's HTTP API hands over (payload format 2.0). */
export const httpEvent = (body: string): APIGatewayProxyEventV2 => ({
  version: '2.0',
  routeKey: 'ANY /{proxy+}',
  rawPath: '/v1/friends/update',
  rawQueryString: '',
  headers: { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)), host: 'bench' },
  requestContext: {
    accountId: '000000000000',
    apiId: 'bench',
    domainName: 'bench',
    domainPrefix: 'bench',
    http: {
      method: 'POST',
      path: '/v1/friends/update',
      protocol: 'HTTP/1.1',
      sourceIp: '127.0.0.1',
      userAgent: 'bench',
    },
    requestId: 'bench',
    routeKey: 'ANY /{proxy+}',
    stage: '$default',
    time: '01/Jan/2026:00:00:00 +0000',
    timeEpoch: 0,
  },
  body,
  isBase64Encoded: false,
})

export const context = (id: number): Context => ({
  awsRequestId: `bench-${id}`,
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'http',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:local-1:000000000000:function:http',
  logGroupName: 'bench',
  logStreamName: 'bench',
  memoryLimitInMB: '512',
  getRemainingTimeInMillis: () => 28_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
})
