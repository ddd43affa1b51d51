import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { releaseFaults, sealRelease } from '../../../scripts/stages/release.ts'
import { StageFault } from '../../../scripts/stages/stage.ts'

const VERSION = '0.1.0+0123456789ab'

/** A sealed folder of stage prod, as osls and `npm run release` leave one. */
function releaseFolder(): { folder: string; write: (name: string, text: string) => void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-gateway-sealed-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text)
  const service = { custom: { stage: { name: 'prod' }, version: VERSION } }
  const state = { service, package: { artifactDirectoryName: 'serverless/chat-gateway/prod/1-2026' } }
  write('serverless-state.json', JSON.stringify(state))
  write('chat-gateway.zip', 'zip')
  sealRelease(folder, 'prod', VERSION)
  return { folder, write }
}

test('a folder that is as it was sealed has no fault', () => {
  expect(releaseFaults(releaseFolder().folder, 'prod', false)).toEqual([])
})

test('what somebody laid into a folder of its own is named, and an empty one is nothing', () => {
  const { folder, write } = releaseFolder()
  mkdirSync(path.join(folder, 'empty'))
  expect(releaseFaults(folder, 'prod', false)).toEqual([])
  mkdirSync(path.join(folder, 'more'))
  write('more/notes.txt', 'notes')
  expect(releaseFaults(folder, 'prod', false)).toEqual([
    expect.stringMatching(/more[/\\]notes\.txt is not as it was packaged/),
  ])
})

test.each(['null', '[]', '7'])('a seal of %s seals nothing', (seal) => {
  const { folder, write } = releaseFolder()
  write('release.json', seal)
  expect(releaseFaults(folder, 'prod', false)).toEqual([
    expect.stringContaining('chat-gateway.zip, serverless-state.json is not as it was packaged'),
  ])
})

test.each(['null', '{}', '{"package":{"artifactDirectoryName":"x"}}'])(
  'a record of osls that says %s is of no package',
  (state) => {
    const { folder, write } = releaseFolder()
    write('serverless-state.json', state)
    expect(() => releaseFaults(folder, 'prod', false)).toThrow(StageFault)
    expect(() => releaseFaults(folder, 'prod', false)).toThrow('serverless-state.json is none of a package')
  },
)
