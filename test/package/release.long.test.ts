import { execFile, execFileSync } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type AwsAccount, startAwsAccount } from '../support/aws-account.ts'
import { PROD } from './packaged.ts'

/** A checkout with two commits, the release of each, and what is made of them in front of something that stands in for AWS. */
const root = path.join(import.meta.dirname, '../..')
const NOT_CHECKED_OUT = ['node_modules', '.git', 'dist', 'coverage', '.serverless', 'releases', '.chat']
const STACK = 'chat-gateway-prod'
const folder = mkdtempSync(path.join(tmpdir(), 'chat-gateway-release-'))
let account: AwsAccount
/** The folders of the two releases, the older first. */
const releases: string[] = []

afterAll(() => rmSync(folder, { recursive: true }))
afterAll(() => account.close())

const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: folder },
  })

async function npmRun(...args: string[]) {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL: account.url,
    AWS_REQUEST_CHECKSUM_CALCULATION: 'when_required',
    SLS_AWS_MONITORING_FREQUENCY: '1',
    npm_config_update_notifier: 'false',
    // Decides nothing but how long each start takes.
    ...(process.env.NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE }),
  }
  const ended = await promisify(execFile)('npm', ['run', '-s', ...args], { cwd: folder, env }).catch((error) => error)
  return { code: ended.code ?? 0, said: `${ended.stdout}${ended.stderr}` }
}

const said = (more: object) => JSON.stringify({ ...PROD, ...more })
const stageFile = (text: string) => writeFileSync(path.join(folder, 'stages/prod.yml'), text)
const deploy = (release: string, ...more: string[]) =>
  npmRun('deploy', '--', '--stage', 'prod', '--release', release, ...more)

const GRADUAL = { functions: { http: { gradual: { traffic: 'canary', minutes: 10 } } }, guardMinutes: 15 }

beforeAll(async () => {
  account = await startAwsAccount()
  cpSync(root, folder, {
    recursive: true,
    filter: (file) =>
      !path
        .relative(root, file)
        .split(path.sep)
        .some((part) => NOT_CHECKED_OUT.includes(part)),
  })
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction')
  git('init', '--quiet')
  for (const memory of [256, 384]) {
    stageFile(said({ ...GRADUAL, functions: { events: { memory }, ...GRADUAL.functions } }))
    git('add', '.')
    git('commit', '--quiet', '-m', `events with ${memory} MB`)
    const { code, said: text } = await npmRun('release', '--', '--stage', 'prod')
    expect(code, text).toBe(0)
    releases.push(/^(releases\/prod-\S+) is version /m.exec(text)![1]!)
  }
}, 600_000)

beforeEach(() => {
  account.stacks.clear()
  account.bucket.clear()
  account.changes.length = 0
})

interface Packaged {
  readonly Description: string
  readonly Resources: Readonly<
    Record<string, { readonly UpdatePolicy?: object; readonly Properties: Readonly<Record<string, unknown>> }>
  >
}
const latest = () => account.changes.at(-1)!.template as unknown as Packaged
const versionOf = (release: string) => release.slice('releases/prod-'.length).replace(/-(?=[\da-f]{12}$)/, '+')
const latestCode = () => latest().Resources.EventsLambdaFunction!.Properties.Code as { readonly S3Key: string }
const triggers = () =>
  Object.fromEntries(
    Object.entries(account.changes.at(-1)!.asked).filter(([name]) => name.startsWith('RollbackConfiguration.')),
  )

/** CloudFormation is told so: it would keep the triggers of the last update. */
const UNWATCHED = { 'RollbackConfiguration.MonitoringTimeInMinutes': '0', 'RollbackConfiguration.RollbackTriggers': '' }

describe('a release', { timeout: 600_000 }, () => {
  test('is the packaged folder, by stage, version and commit, and holds what deploying it takes', () => {
    const version = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')).version
    expect(releases).toEqual(
      [1, 2].map(() => expect.stringMatching(new RegExp(`^releases/prod-${version}-[\\da-f]{12}$`))),
    )
    expect(new Set(releases).size).toBe(2)
    for (const release of releases) {
      expect(readdirSync(path.join(folder, release)).toSorted()).toEqual([
        'chat-gateway.zip',
        'cloudformation-template-create-stack.json',
        'cloudformation-template-update-stack.json',
        'release.json',
        'sbom.cdx.json',
        'serverless-state.json',
      ])
    }
  })

  test('is not made twice, nor of files that no commit holds unless that is meant', async () => {
    const again = await npmRun('release', '--', '--stage', 'prod')
    expect([again.code, again.said]).toEqual([1, expect.stringContaining(`${releases[1]} is there already: deploy it`)])
    writeFileSync(path.join(folder, 'note.txt'), '')
    const dirty = await npmRun('release', '--', '--stage', 'prod')
    rmSync(path.join(folder, 'note.txt'))
    expect([dirty.code, dirty.said]).toEqual([
      1,
      expect.stringMatching(/-dirty can't be built again.*say --uncommitted.*\nNothing was released\./s),
    ])
  })

  test('goes out, is replaced, comes back as it was, and goes forward again, whatever the checkout holds by then', async () => {
    const [older, newer] = releases as [string, string]
    stageFile('what: nobody could read')
    const first = await deploy(older)
    expect(first.code, first.said).toBe(0)
    expect(first.said).toContain(`version ${versionOf(older)}, the first`)
    const code = latestCode()
    expect(triggers()).toEqual(UNWATCHED)

    const second = await deploy(newer)
    expect(second.code, second.said).toBe(0)
    expect(second.said).toContain(`version ${versionOf(newer)} takes the place of ${versionOf(older)}`)
    expect(second.said).toContain('changed: Lambda function EventsLambdaFunction: MemorySize from 256 to 384')
    expect(latest().Resources.EventsLambdaFunction!.Properties.MemorySize).toBe(384)
    const arn = (alarm: string) => `arn:aws:cloudwatch:ap-southeast-1:123456789012:alarm:${STACK}-${alarm}`
    expect(triggers()).toMatchObject({
      'RollbackConfiguration.MonitoringTimeInMinutes': '15',
      'RollbackConfiguration.RollbackTriggers.member.1.Arn': arn('server-errors'),
      'RollbackConfiguration.RollbackTriggers.member.2.Arn': arn('unexpected-errors'),
      'RollbackConfiguration.RollbackTriggers.member.3.Arn': arn('function-errors'),
    })

    const back = await deploy(older)
    expect(back.code, back.said).toBe(0)
    expect(back.said).toContain(`version ${versionOf(older)} takes the place of ${versionOf(newer)}`)
    expect(latest().Description).toContain(versionOf(older))
    expect([latestCode(), latest().Resources.EventsLambdaFunction!.Properties.MemorySize]).toEqual([code, 256])
    const zip = readFileSync(path.join(folder, older, 'chat-gateway.zip'))
    expect(account.bucket.get(code.S3Key)!.body.equals(zip)).toBe(true)
    expect(latest().Resources.HttpLiveAlias!.UpdatePolicy).toBeDefined()

    const forward = await deploy(newer)
    expect([forward.code, account.changes.length], forward.said).toEqual([0, 5])
    expect(latest().Description).toContain(versionOf(newer))
    // The same once more changes nothing, and the code that is live stays where CloudFormation looks for it.
    const same = await deploy(newer)
    expect([same.code, account.changes.length], same.said).toEqual([0, 5])
    expect(account.bucket.has(latestCode().S3Key)).toBe(true)
    expect(account.bucket.has(code.S3Key)).toBe(true)
  })

  test('goes back under an alarm where that is said: at once, and watched by none', async () => {
    const [older, newer] = releases as [string, string]
    await deploy(newer)
    const { code, said: text } = await deploy(older, '--unguarded')
    expect(code, text).toBe(0)
    expect(triggers()).toEqual(UNWATCHED)
    expect(latest().Resources.HttpLiveAlias).toBeDefined()
    expect(latest().Resources.HttpLiveAlias!.UpdatePolicy).toBeUndefined()
  })

  test('of another stage is refused, by npm run deploy and by osls alone, before AWS is asked for anything', async () => {
    const [older] = releases as [string]
    account.asked.length = 0
    writeFileSync(path.join(folder, 'stages/dev.yml'), '{"policy":"open"}')
    const fault = `${older} is a package of stage prod, not of dev`
    const byUs = await npmRun('deploy', '--', '--stage', 'dev', '--release', older)
    expect([byUs.code, byUs.said]).toEqual([1, expect.stringContaining(fault)])
    expect(byUs.said).toContain('Nothing was deployed.')
    const osls = path.join(root, 'node_modules/osls/bin/serverless.js')
    const env = {
      PATH: process.env.PATH,
      HOME: folder,
      AWS_ENDPOINT_URL: account.url,
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
    }
    const args = [osls, 'deploy', '--stage', 'dev', '--package', older]
    const alone = await promisify(execFile)(process.execPath, args, { cwd: folder, env }).catch((error) => error)
    expect([alone.code, `${alone.stdout}${alone.stderr}`]).toEqual([1, expect.stringContaining(fault)])
    expect(account.asked.filter((action) => action !== 'GetCallerIdentity')).toEqual([])
  })

  test('that was changed since is refused, and so is what is none', async () => {
    const [older] = releases as [string]
    const template = path.join(folder, older, 'cloudformation-template-update-stack.json')
    const before = readFileSync(template)
    appendFileSync(template, ' ')
    const changed = await deploy(older)
    writeFileSync(template, before)
    expect([changed.code, changed.said]).toEqual([
      1,
      expect.stringContaining('cloudformation-template-update-stack.json is not as it was packaged'),
    ])
    const none = await deploy('docs')
    expect([none.code, none.said]).toEqual([
      1,
      expect.stringMatching(/^docs is no release: release\.json can't be read.*npm run release/m),
    ])
  })
})
