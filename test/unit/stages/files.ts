import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { readStage } from '../../../scripts/stages/read-stage.ts'
import type { Environment, Stage } from '../../../scripts/stages/stage.ts'

/** What every stage but `dev` must say. */
export const MUST = { secretPrefix: 'chat-prod', policy: 'open', eventSources: 'none', alarmTopic: 'none' }

/** A folder with these stages, by their names: text as it stands, or what JSON has of it. */
export function stagesOf(files: Readonly<Record<string, object | string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-gateway-stages-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  mkdirSync(path.join(folder, 'stages'))
  for (const [name, said] of Object.entries(files)) {
    const text = typeof said === 'string' ? said : JSON.stringify(said)
    writeFileSync(path.join(folder, `stages/${name}.yml`), text)
  }
  return folder
}

export const read = (said: object | string, env: Environment = {}, name = 'prod'): Stage =>
  readStage(name, stagesOf({ [name]: said }), env)

/** The lines that a stage is refused with, without the file's name. */
export function faultsOf(said: object | string, env: Environment = {}, name = 'prod'): string[] {
  try {
    read(said, env, name)
    return []
  } catch (error) {
    return (error as Error).message.split('\n').map((line) => line.replace(`stages/${name}.yml: `, ''))
  }
}
