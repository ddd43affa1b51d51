import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { type GuardedLocal, startGuardedLocal } from '../../support/roles/guarded-local.ts'
import { REDRIVER } from '../../support/roles/redrive-docs.ts'
import { strictSeed } from '../../support/strict-seed.ts'
import { command, impatient, remark, Stage } from './fixture.ts'

const own = { ...process.env }
/** Nothing of the machine's, and nothing of another test's. */
beforeEach(() => {
  for (const name of Object.keys(process.env)) {
    if (/^(AWS_|JOBS_|EVENTS_|CHAT_)/.test(name)) delete process.env[name]
  }
})
afterEach(() => {
  Object.assign(process.env, own)
})

describe('a mistake is named with its cure, and the exit code is 2', () => {
  test.each([
    [['--rason', 'X'], 'There is no option --rason: did you mean --reason?'],
    [['--verbose'], 'There is no option --verbose.'],
    [['now'], /^"now" belongs to no option/],
    [['--foreign', ','], '--foreign needs a sender, as the column SENDER shows it.'],
    [['--reason', ','], '--reason needs a code, such as --reason RATE_LIMITED.'],
    [['--queue', 'dead'], '--queue must be jobs, events or all, not "dead".'],
    [['--older-than', '2 hours'], /^--older-than must be a number with s, m, h or d behind it, such as 30m, not/],
    [['--limit', '0'], '--limit must be a whole number from 1 to 1000000, not "0".'],
    [['--stage', 'a/b'], '--stage must be the name of a stage, such as dev, not "a/b".'],
    [['--queues-port', '1'], '--queues-port belongs to --local.'],
    [['--local', '--region', 'eu-west-1'], '--region is for AWS, --local for this machine: leave one of them out.'],
    [['--discard', '--run'], '--discard needs --reason: name what is to be thrown away.'],
    [['--queue', 'events'], /--stage NAME .* or set EVENTS_DEAD_LETTER_QUEUE_URL, JOBS_TABLE, EVENTS_FUNCTION\.$/],
  ])('%j', async (args, message) => {
    const { code, output, complaints } = await command(args)
    expect([code, output]).toEqual([2, ''])
    const [said, hint] = complaints.split('\n')
    if (typeof message === 'string') expect(said).toBe(message)
    else expect(said).toMatch(message)
    expect(hint).toBe('See npm run redrive -- --help')
  })
})

test('a region that is not that of the stage’s file is a mistake', async () => {
  const { code, complaints } = await command(['--stage', 'example', '--region', 'eu-west-1'])
  expect([code, complaints.split('\n')[0]]).toEqual([
    2,
    '--region eu-west-1 is not the region of stages/example.yml, which says eu-central-1: leave it out.',
  ])
})

test('--help tells every flag, that only the worker’s writes are known, and examples', async () => {
  const { code, output } = await command(['--help'])
  expect(code).toBe(0)
  for (const flag of ['run', 'reason', 'older-than', 'newer-than', 'queue', 'app', 'operation', 'limit', 'json']) {
    expect(output).toContain(`--${flag} `)
  }
  expect(output).toContain("Only the worker's writes are known")
  expect(output).toContain('npm run redrive -- --stage prod --reason UPSTREAM_UNREACHABLE --run')
})

describe('what stands in the way is told with its cure, and the exit code is 1', () => {
  const told = async (args: string[]) => {
    const { code, output, complaints } = await command(args)
    expect([code, output]).toEqual([1, ''])
    return complaints
  }

  test('an endpoint that nobody serves', async () => {
    const complaints = await told(['--local', '--queues-port', '1'])
    expect(complaints).toMatch(/^The queues of dead letters: ECONNREFUSED: .*127\.0\.0\.1:1\n.* is npm start running/)
  })

  test('no region', async () => {
    process.env.AWS_CONFIG_FILE = 'none'
    const complaints = await told(['--stage', 'nowhere'])
    expect(complaints).toBe(
      'The queues of dead letters: no region is set. Give --region, or set AWS_REGION. There is no stages/nowhere.yml here.',
    )
  })

  test('a permission that is missing', async () => {
    const server = createServer((_, response) => {
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' })
      response.end(JSON.stringify({ __type: 'com.amazonaws.sqs#AccessDeniedException', message: 'not authorized' }))
    }).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    expect(await told(['--local', '--queues-port', String(port)])).toBe(
      'The queues of dead letters: AccessDeniedException: not authorized\n' +
        'You lack the permission. docs/redrive.md lists what a redrive needs.',
    )
  })
})

describe('with letters there', () => {
  let local: GuardedLocal
  let stage: Stage
  beforeAll(async () => {
    local = await startGuardedLocal({ seed: strictSeed, environment: impatient })
    stage = new Stage(local)
  })
  afterAll(() => local.close())

  test('a stage that is not there is told', async () => {
    // Asked of an operator who may look at any stage's queues; the docs name what one stage takes.
    const port = new URL(local.queues!.url).port
    const { code, complaints } = await command(['--local', '--queues-port', port, '--stage', 'nowhere'])
    expect(code).toBe(1)
    expect(complaints).toMatch(/^The queues of dead letters: .*\nThere is no such thing there\. Check --stage /)
  })

  test('the package’s script does it, and finds the queues where the environment says', async () => {
    await stage.fault({ fault: { errorCode: 30006 } })
    const jobId = await stage.queue(remark('a'))
    await stage.rest('JobsDeadLetters', 1)
    const { queues } = local.queues!
    const { doors } = local
    const behind = (url: string) => url.replace(local.queues!.url, doors.queues.url)
    const env = {
      ...process.env,
      ...{ AWS_REGION: 'local-1', AWS_ACCESS_KEY_ID: REDRIVER, AWS_SECRET_ACCESS_KEY: 'key' },
      ...{ AWS_ENDPOINT_URL_SQS: doors.queues.url, AWS_ENDPOINT_URL_DYNAMODB: doors.tables.url },
      JOBS_DEAD_LETTER_QUEUE_URL: behind(queues.JobsDeadLetters!.url),
      JOBS_QUEUE_URL: behind(queues.JobsQueue!.url),
      JOBS_TABLE: 'chat-gateway-dev-jobs',
    }
    const cwd = path.join(import.meta.dirname, '../../..')
    const args = ['scripts/redrive.ts', '--queue', 'jobs', '--run']
    const output = await new Promise((resolve) => {
      execFile(process.execPath, args, { cwd, env }, (error, stdout, stderr) =>
        resolve(`${error ?? ''}${stdout}${stderr}`),
      )
    })
    expect(output).toMatch(new RegExp(`^jobs .* ${jobId} +\\S+ +- +redriven$`, 'm'))
    expect(output).toMatch(/1 letter: redriven 1\.\n$/)
    await stage.completed(jobId)
  })

  test('many are gone through with lines of progress; Ctrl-C leaves none of them held', async () => {
    const many = Array.from({ length: 230 }, (_, index) => ({ reason: 'RATE_LIMITED', jobId: `gone-${index}` }))
    await Promise.all(many.map((letter) => stage.lay('JobsDeadLetters', letter)))
    const listed = await stage.redrive('--json')
    expect(JSON.parse(listed.output)).toMatchObject({ looked: 230, behind: 0, counts: { skip: 230 } })
    expect(listed.complaints.split('\n')).toEqual([
      expect.stringMatching(/^100 letters looked at/),
      expect.stringMatching(/^200 letters looked at/),
    ])
    const stopped = await command([...stage.flags, '--run', '--drop'], /^100 letters/)
    expect(stopped.code).toBe(130)
    expect(stopped.output).toContain('Interrupted: what had not been reached rests there as before.')
    const dropped = Number(/dropped (\d+)/.exec(stopped.output)?.[1])
    expect(dropped).toBeLessThan(100)
    expect(await stage.counts('JobsDeadLetters')).toEqual({ visible: 230 - dropped, held: 0 })
  })
})
