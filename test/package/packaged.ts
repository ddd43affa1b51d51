import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll } from 'vitest'
import { unzip } from '../flow/local/zip.ts'

export interface Resource {
  readonly Type: string
  readonly DeletionPolicy?: string
  readonly Properties: Readonly<Record<string, unknown>>
}

export interface Template {
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

const root = path.join(import.meta.dirname, '../..')

/**
 * Packages the service in a folder of its own, as the files of a test run package it at the same time; the folder is gone after the
 * file's tests.
 * @param stage the default one unless given
 * @param settings environment variables of the deployment
 */
export async function packageService(stage?: string, settings: Record<string, string> = {}): Promise<Packaged> {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-gateway-package-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  for (const name of ['serverless.yml', 'resources', 'dist']) {
    cpSync(path.join(root, name), path.join(folder, name), { recursive: true })
  }
  const osls = path.join(root, 'node_modules/osls/bin/serverless.js')
  // No AWS credentials, no settings and no home: packaging may depend on nothing but the project.
  const env = { PATH: path.dirname(process.execPath), HOME: folder, ...settings }
  const flags = stage === undefined ? [] : ['--stage', stage]
  await promisify(execFile)(process.execPath, [osls, 'package', ...flags], { cwd: folder, env })
  const made = path.join(folder, '.serverless')
  const task = path.join(folder, 'task')
  unzip(path.join(made, 'chat-gateway.zip'), task)
  const text = readFileSync(path.join(made, 'cloudformation-template-update-stack.json'), 'utf8')
  const template: Template = JSON.parse(text)
  const all = (type: string) =>
    Object.fromEntries(
      Object.entries(template.Resources)
        .filter(([, { Type }]) => Type === type)
        .map(([id, { Properties }]) => [id, Properties]),
    )
  return { template, task, all }
}

export const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] })
export const refTo = (id: string) => ({ Ref: id })

/** Spelt out, as it is where the bus can't be asked: in its own policy. */
export const arnOfBus = (name: string) => {
  const home = [refTo('AWS::Partition'), 'events', refTo('AWS::Region'), refTo('AWS::AccountId')]
  return { 'Fn::Join': [':', ['arn', ...home, `event-bus/${name}`]] }
}
