import { spawn } from 'node:child_process'
import { copyFileSync, mkdtempSync, readdirSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const bundle = path.join(import.meta.dirname, '../../../dist/emulator/chat-emulator.mjs')

test('the build’s one file is the whole emulator, demo data and certificates included, without a package beside it', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'chat-emulator-'))
  copyFileSync(bundle, path.join(folder, 'chat-emulator.mjs'))
  const options = ['--json', '--port', '0', '--https-port', '0']
  const child = spawn(process.execPath, ['chat-emulator.mjs', ...options], { cwd: folder })
  onTestFinished(() => void child.kill('SIGKILL'))
  let printed = ''
  child.stdout.on('data', (data) => (printed += data))
  await expect.poll(() => printed).toMatch(/\n$/)
  const { url, ca } = JSON.parse(printed)
  expect(await (await fetch(ca)).text()).toContain('BEGIN CERTIFICATE')
  const state = await (await fetch(`${url}/_emulator/state?app=default&account=alice`)).json()
  expect(state).toMatchObject({ apps: { default: { accounts: { alice: { friends: { bob: { remark: 'Bobby' } } } } } } })
  expect(readdirSync(folder)).toEqual(['chat-emulator.mjs'])
})
