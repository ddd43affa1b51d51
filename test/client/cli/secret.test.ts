import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Local, startLocal } from '../../../local/aws/start-local.ts'
import { main } from '../../../scripts/secret/main.ts'
import { strictSeed } from '../../support/strict-seed.ts'
import { environmentOf } from './environment.ts'
import { terminalOf } from './fixture.ts'

let local: Local
beforeAll(async () => {
  local = await startLocal({ seed: strictSeed, instances: 1 })
})
afterAll(() => local.close())
environmentOf(() => ({ AWS_ENDPOINT_URL_SECRETS_MANAGER: local.secrets.url }))

const { sdkAppId, secretKey: KEY } = strictSeed.apps.default!
const OTHER = 'fedcba9876543210'.repeat(4)

/** Runs the command in this process; what a terminal gets is one text. */
async function run(args: string, input: Readable = Readable.from([])) {
  const shown: string[] = []
  const err = new PassThrough()
  err.on('data', (part) => shown.push(String(part)))
  const say = (line: string) => void shown.push(`${line}\n`)
  const code = await main(args.split(' ').filter(Boolean), terminalOf({ input, err, print: say, complain: say }))
  const all = shown.join('')
  for (const key of [KEY, OTHER]) expect(all).not.toContain(key.slice(0, 8))
  return { code, said: all }
}
const piped = (key: string) => Readable.from([Buffer.from(key)])

/** Somebody at a keyboard, and what was done to the terminal. */
function keyboard(...presses: readonly string[]) {
  const modes: boolean[] = []
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (isRaw: boolean) => modes.push(isRaw) })
  for (const press of presses) input.write(press)
  return { input, modes }
}

const stored = async (app: string, stage = 'AWSCURRENT') => {
  const response = await fetch(local.secrets.url, {
    method: 'POST',
    headers: { 'x-amz-target': 'secretsmanager.GetSecretValue', authorization: 'AWS4-HMAC-SHA256 x' },
    body: JSON.stringify({ SecretId: `chat-gateway-dev/${app}`, VersionStage: stage }),
  })
  const { SecretString } = (await response.json()) as { SecretString?: string }
  return SecretString && JSON.parse(SecretString)
}
const members = `--sdk-app-id ${sdkAppId} --chat-region singapore`

describe('a new secret', () => {
  test('is made of what is said and a key that is piped in, and judged as the gateway does', async () => {
    const { code, said } = await run(`--local --app piped ${members} --key-stdin`, piped(`${KEY}\n`))
    expect([code, said]).toEqual([
      0,
      `chat-gateway-dev/piped is created: sdkAppId ${sdkAppId}, adminUserId administrator, a key, region singapore.\n`,
    ])
    expect(await stored('piped')).toEqual({
      adminUserId: 'administrator',
      sdkAppId,
      region: 'singapore',
      secretKey: KEY,
    })
  })

  test('or one that is typed where nobody sees it, with its slips taken back', async () => {
    const { input, modes } = keyboard('wrong\u0015', `${KEY}x\u007f`, '\r')
    const { code, said } = await run(`--local --app typed ${members}`, input)
    expect([code, modes]).toEqual([0, [true, false]])
    expect(said).toMatch(/^Key of chat-gateway-dev\/typed \(it is not shown\): \nchat-gateway-dev\/typed is created/)
    expect(await stored('typed')).toMatchObject({ secretKey: KEY })
  })

  test('Ctrl-C at the question changes nothing, and leaves the terminal as it was', async () => {
    const { input, modes } = keyboard('abc\u0003')
    const { code } = await run(`--local --app stopped ${members}`, input)
    expect([code, modes, await stored('stopped')]).toEqual([130, [true, false], undefined])
  })

  test('is tried at Chat where that is asked, and a wrong key ends with 1', async () => {
    const endpoint = `--endpoint ${local.chat.url}`
    const good = await run(`--local --app tried ${members} ${endpoint} --key-stdin --try --json`, piped(KEY))
    expect([good.code, JSON.parse(good.said)]).toMatchObject([
      0,
      { done: 'created', chat: { accepts: true }, notes: [] },
    ])
    const bad = await run(`--local --app untrue ${members} ${endpoint} --key-stdin --try`, piped(OTHER))
    expect([bad.code, bad.said]).toEqual([1, expect.stringMatching(/\nChat: CREDENTIALS_REJECTED \(Chat’s 70009/)])
  })

  test('a key of an odd form is taken with a note', async () => {
    const { code, said } = await run(`--local --app odd ${members} --key-stdin`, piped(KEY.slice(0, 60)))
    expect([code, said]).toEqual([
      0,
      expect.stringContaining('Note: the key has 60 characters; those of the Chat console'),
    ])
  })
})

describe('a secret that is there', () => {
  beforeAll(() =>
    local.secrets.put('chat-gateway-dev/kept', { sdkAppId, adminUserId: 'boss', secretKey: KEY, region: 'seoul' }),
  )

  test('is not changed without --replace, and nobody is asked for a key', async () => {
    const { code, said } = await run(`--local --app kept ${members} --key-stdin`, piped(OTHER))
    expect([code, said]).toEqual([1, expect.stringContaining('is there already. See what it is with --check')])
    expect(await stored('kept')).toMatchObject({ region: 'seoul', secretKey: KEY })
  })

  test('with --replace keeps what is not said, says what changes, and the value before stays', async () => {
    const { code, said } = await run('--local --app kept --chat-region tokyo --replace --key-stdin', piped(OTHER))
    expect([code, said]).toEqual([
      0,
      expect.stringMatching(/\n {2}secretKey: another\n {2}region: "seoul", now "tokyo"\n$/),
    ])
    expect(await stored('kept')).toMatchObject({ adminUserId: 'boss', region: 'tokyo', secretKey: OTHER })
    expect(await stored('kept', 'AWSPREVIOUS')).toMatchObject({ region: 'seoul', secretKey: KEY })
    const same = await run('--local --app kept --replace --keep-key --json')
    expect(JSON.parse(same.said)).toMatchObject({ done: 'unchanged' })
    expect(await stored('kept', 'AWSPREVIOUS')).toMatchObject({ region: 'seoul' })
  })

  test('--check judges it as the gateway does', async () => {
    expect((await run('--local --app default --check --try')).said).toMatch(
      /can be used: sdkAppId .*\nChat: Chat takes/,
    )
    local.secrets.put('chat-gateway-dev/mars', { sdkAppId, adminUserId: 'a', secretKey: KEY, region: KEY })
    const bad = await run('--local --app mars --check')
    expect([bad.code, bad.said]).toEqual([
      1,
      expect.stringMatching(/^The gateway could not use it: region is missing or none/),
    ])
    local.secrets.put('chat-gateway-dev/text', {
      sdkAppId: '1',
      adminUserId: 'a',
      secretKey: `${KEY}\n`,
      region: 'seoul',
    })
    const odd = await run('--local --app text --check')
    expect([odd.code, odd.said]).toEqual([0, expect.stringMatching(/Note: sdkAppId is a text; store it as a number/)])
    const none = await run('--local --app none --check')
    expect([none.code, none.said]).toEqual([
      1,
      expect.stringMatching(/^There is no secret chat-gateway-dev\/none\. Create it/),
    ])
  })
})

describe('what is refused, before anything is read or asked', () => {
  test.each<readonly [args: string, said: RegExp]>([
    ['--local --chat-region singapor --sdk-app-id 1', /did you mean singapore\?/],
    ['--local --sdk-app-id x1', /--sdk-app-id must be the app’s number/],
    ['--local --app a/b', /--app must be a name/],
    [`--local --key ${KEY}`, /There is no --key: a key on a command line stays in the shell's history/],
    [`--local --secret-key=${KEY}`, /There is no --secret-key: a key on a command line/],
    [`--local ${KEY}`, /a word that belongs to no option/],
    ['--local --chek', /There is no option --chek: did you mean --check\?/],
    ['--local --app', /--app needs a value behind it/],
    ['--local --check --replace', /--check changes nothing/],
    ['--local --keep-key', /--keep-key belongs to --replace/],
    ['--app default', /Say which gateway/],
    ['--local --stage dev --region eu-west-1', /--region is for AWS/],
    ['--stage prdo --region eu-west-1 --sdk-app-id 1 --chat-region china --key-stdin', /There is no stages\/prdo\.yml/],
  ])('%s', async (args, said) => {
    const { code, said: all } = await run(args, piped(KEY))
    expect([code, all]).toEqual([2, expect.stringMatching(said)])
  })

  test.each<readonly [key: string, said: RegExp]>([
    ['', /There was no key/],
    [`${KEY}\n${KEY}`, /has blanks, line breaks/],
    [JSON.stringify({ secretKey: KEY }), /quotes or braces inside/],
    [`${KEY}é`, /characters that no key has/],
    ['0'.repeat(5000), /too long for a key/],
  ])('a key that is none %#', async (key, said) => {
    const { code, said: all } = await run(`--local --app none ${members} --key-stdin`, piped(key))
    expect([code, all, await stored('none')]).toEqual([2, expect.stringMatching(said), undefined])
  })

  test('members that a new secret lacks are named before a key is asked for', async () => {
    const { input, modes } = keyboard()
    const { code, said } = await run('--local --app none', input)
    expect([code, said, modes]).toEqual([2, expect.stringMatching(/^Say --sdk-app-id and --chat-region/), []])
  })

  test('no terminal and no pipe that is meant', async () => {
    expect((await run(`--local --app none ${members}`, piped(KEY))).said).toMatch(
      /^Nobody can be asked for the key here/,
    )
    expect((await run(`--local --app none ${members} --key-stdin`, keyboard().input)).said).toMatch(
      /from a pipe or a file/,
    )
  })

  test('a Secrets Manager that is away, or says no: its name for it, and not its words', async () => {
    process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER = 'http://127.0.0.1:9'
    const away = await run('--local --check')
    expect([away.code, away.said]).toEqual([1, expect.stringContaining('for npm start, start it first')])
  })
})

test('the key stands in no process’s arguments, and npm’s own way to the command works', async () => {
  const args = ['scripts/secret.ts', '--local', '--app', 'alone', ...members.split(' '), '--key-stdin']
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], { env: process.env })
  child.stdin.write(KEY)
  if (process.platform === 'linux') expect(readFileSync(`/proc/${child.pid}/cmdline`, 'utf8')).not.toContain(KEY)
  child.stdin.end()
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')])
  expect([child.exitCode, output]).toEqual([0, expect.stringContaining('chat-gateway-dev/alone is created')])
})
