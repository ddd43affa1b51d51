import { describe, expect, test } from 'vitest'
import { addOperators } from '../../../scripts/cli/operators.ts'
import { closedPort } from '../../support/gateway/start.ts'
import { environmentOf } from './environment.ts'
import { cli, type Ran, serve } from './fixture.ts'

const SERVICES = ['SECRETS_MANAGER', 'DYNAMODB', 'SQS', 'EVENTBRIDGE']
let away: string
environmentOf(async () => {
  away = await closedPort()
  return Object.fromEntries(SERVICES.map((service) => [`AWS_ENDPOINT_URL_${service}`, away]))
})

/** With no gateway at all: what is looked at stands in the place of AWS. */
const operate = (...args: string[]): Promise<Ran> =>
  cli(args, { extension: { add: addOperators }, env: { CHAT_GATEWAY_URL: away } })

interface Finding {
  readonly what: string
  readonly state: string
}

/** A server in AWS's place, for all of its services. */
async function inPlaceOfAws(status: number, type: string, body: string): Promise<void> {
  const url = await serve((request, response) => {
    request.resume()
    response.writeHead(status, { 'content-type': type }).end(body)
  })
  for (const service of SERVICES) process.env[`AWS_ENDPOINT_URL_${service}`] = url
}

const json = 'application/x-amz-json-1.1'
const signatureFault = JSON.stringify({
  __type: 'InvalidSignatureException',
  message: `Check your key.\n\nThe Canonical String for this request should have been\n'POST\nx-amz-security-token:made-up-token'`,
})

describe('whatever answers in the place of AWS is told in a line, without a stack and a token', () => {
  test.each([
    [400, json, signatureFault, 4, /\(InvalidSignatureException: Check your key\. \[redacted\]\)\. Sign in to AWS/],
    [
      400,
      json,
      '{"__type":"ThrottlingException","message":"Rate exceeded"}',
      1,
      /\(ThrottlingException: Rate exceeded\)\. Try again/,
    ],
    [
      200,
      'text/html',
      '{"SecretString":"made-up-token',
      1,
      /\(what answered is not AWS: it sent no JSON\)\. Try again/,
    ],
  ])('%i %s %s', async (status, type, body, exit, said) => {
    await inPlaceOfAws(status, type, body)
    const { code, output, complaints } = await operate('sign', '--local')
    expect([code, output]).toEqual([exit, ''])
    expect(complaints).toMatch(said)
    const doctor = await operate('doctor', '--local', '--json')
    expect(doctor.code).toBe(exit)
    const seen: Finding[] = JSON.parse(doctor.output)
    expect(seen.filter(({ state }) => state === 'unseen').map(({ what }) => what)).toContain('quota table')
    expect(`${complaints}${doctor.output}${doctor.complaints}`).not.toMatch(/made-up-token|\n\s+at /)
  })
})

describe('a slip in an address ends with 2, before anything is looked at, and a password in it is not shown', () => {
  test.each([
    [['doctor', '--local', '--url', 'https://me:pass-word@a.example'], /^--url: it names the gateway alone/],
    [['doctor', '--local', '--url', 'gateway'], /^--url: "gateway" is no URL/],
    [
      ['event', 'friends.update', '{}', '--bus-url', 'http://me:pass-word@127.0.0.1:1'],
      /^--bus-url: it names the gateway alone/,
    ],
    [['event', 'friends.update', '{}', '--gateway-url', 'nowhere'], /^--gateway-url: "nowhere" is no URL/],
  ])('%j', async (args, said) => {
    const { code, output, complaints } = await operate(...args)
    expect([code, output, complaints]).toEqual([2, '', expect.stringMatching(said)])
    expect(complaints).not.toContain('pass-word')
  })

  test.each(['sign', 'doctor'])('%s, by an endpoint in the environment', async (command) => {
    process.env.AWS_ENDPOINT_URL_SQS = 'me:pass-word@a.example'
    const { code, output, complaints } = await operate(command, '--local')
    expect([code, output]).toEqual([2, ''])
    expect(complaints).toBe('AWS_ENDPOINT_URL_SQS is no URL: it begins with http:// or https://, or is not set.')
  })
})

test('event: what is not npm start is told with the cure', async () => {
  const url = await serve((request, response) => {
    request.resume()
    response.writeHead(200, { 'content-type': 'text/html' }).end('<p>hello')
  })
  const { code, complaints } = await operate('event', 'friends.update', '{}', '--bus-url', url)
  expect([code, complaints]).toEqual([
    5,
    expect.stringMatching(/answers 200, as npm start would not\. Start everything/),
  ])
})
