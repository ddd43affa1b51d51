import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { inject } from 'vitest'
import { until } from '../flow/local/fixture.ts'
import { unzip } from '../flow/local/zip.ts'

export interface Resource {
  readonly Type: string
  readonly DeletionPolicy?: string
  readonly Properties: Readonly<Record<string, unknown>>
}

export interface Template {
  readonly Description: string
  readonly Resources: Readonly<Record<string, Resource>>
  readonly Conditions: Readonly<Record<string, unknown>>
  readonly Outputs: Readonly<Record<string, unknown>>
}

export interface Packaged {
  /** What CloudFormation gets. */
  readonly template: Template
  /** A folder with what Lambda gets, unpacked. */
  readonly task: string
  /** The properties of all resources of a type, by the resources' ids. */
  readonly all: (type: string) => Record<string, Resource['Properties']>
}

/** Where the alarms of a deployment are told, in the tests that share its package. */
export const TOPIC = 'arn:aws:sns:ap-southeast-1:123456789012:alarms'

/** A stage that says no more than it must. */
export const PROD = { secretPrefix: 'chat-gateway-prod', policy: 'open', eventSources: 'none', alarmTopic: TOPIC }

const root = path.join(import.meta.dirname, '../..')

/**
 * Packages the service, once a run for all test files that ask for the same: packaging takes seconds of a processor.
 * @param stage the default one unless given
 * @param said what its file says; the checkout's own file unless given
 */
export async function packageService(stage?: string, said?: object): Promise<Packaged> {
  const asked = createHash('sha256').update(JSON.stringify([stage, said]))
  const folder = path.join(inject('packages'), asked.digest('hex').slice(0, 16))
  const failure = path.join(folder, 'failure.json')
  if (isFirst(folder)) {
    const flags = stage === undefined ? [] : ['--stage', stage]
    await runPackaging(folder, flags, stage ?? 'dev', said).catch((error) =>
      writeFileSync(failure, JSON.stringify({ message: String(error), ...error })),
    )
    writeFileSync(path.join(folder, 'ended'), '')
  }
  await until(() => existsSync(path.join(folder, 'ended')))
  if (existsSync(failure)) throw Object.assign(new Error(), JSON.parse(readFileSync(failure, 'utf8')))
  return readPackaged(folder)
}

/** Whether nobody has asked for this before: making a folder succeeds once. */
function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

async function runPackaging(folder: string, flags: string[], stage: string, said?: object): Promise<void> {
  cpSync(path.join(root, 'dist'), path.join(folder, 'dist'), { recursive: true })
  layOut(folder, stage, said)
  const osls = path.join(root, 'node_modules/osls/bin/serverless.js')
  // No AWS credentials, no settings and no home: packaging may depend on nothing but the project.
  const env = { PATH: path.dirname(process.execPath), HOME: folder }
  await promisify(execFile)(process.execPath, [osls, 'package', ...flags], { cwd: folder, env })
  unzip(path.join(folder, '.serverless/chat-gateway.zip'), path.join(folder, 'task'))
}

/** Lays out what osls reads, with a stage of the test's own. */
export function layOut(folder: string, stage: string, said?: object): void {
  for (const name of ['serverless.yml', 'resources'])
    cpSync(path.join(root, name), path.join(folder, name), { recursive: true })
  symlinkSync(path.join(root, 'scripts'), path.join(folder, 'scripts'), 'junction')
  mkdirSync(path.join(folder, 'stages'))
  const file = `stages/${stage}.yml`
  // What is JSON is YAML.
  const text = said === undefined ? readFileSync(path.join(root, file), 'utf8') : JSON.stringify(said)
  writeFileSync(path.join(folder, file), text)
}

function readPackaged(folder: string): Packaged {
  const text = readFileSync(path.join(folder, '.serverless/cloudformation-template-update-stack.json'), 'utf8')
  const template: Template = JSON.parse(text)
  const all = (type: string) =>
    Object.fromEntries(
      Object.entries(template.Resources)
        .filter(([, { Type }]) => Type === type)
        .map(([id, { Properties }]) => [id, Properties]),
    )
  return { template, task: path.join(folder, 'task'), all }
}

export const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] })
export const refTo = (id: string) => ({ Ref: id })

/** Spelt out, as it is where the bus can't be asked: in its own policy. */
export const arnOfBus = (name: string) => {
  const home = [refTo('AWS::Partition'), 'events', refTo('AWS::Region'), refTo('AWS::AccountId')]
  return { 'Fn::Join': [':', ['arn', ...home, `event-bus/${name}`]] }
}
