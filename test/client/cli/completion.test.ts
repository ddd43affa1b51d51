import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { codes } from '../../../lib/errors/codes.ts'
import { operations } from '../../../lib/operations/index.ts'
import { addOperators } from '../../../scripts/cli/operators.ts'
import { cli } from './fixture.ts'

/** What a shell says, given the script and what is typed. */
function shell(name: string, script: string, lines: readonly string[]) {
  return spawnSync(name, name === 'bash' ? ['--norc', '--noprofile'] : ['-f'], {
    input: `${script}\n${lines.join('\n')}\n`,
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '' },
  })
}

const scriptOf = async (name: string): Promise<string> => {
  const { code, output, complaints } = await cli(['completion', name], { extension: { add: addOperators } })
  expect([code, complaints]).toEqual([0, ''])
  return output
}

/** What bash offers for the last word of each line, through the function that `complete` has been told of. */
async function offered(...typed: readonly string[][]): Promise<readonly string[][]> {
  const called = `called=$(complete -p chat-gateway | sed 's/.*-F \\([^ ]*\\).*/\\1/')`
  const calls = typed.map((words) => {
    const given = words.map((word) => `'${word}'`).join(' ')
    return `COMP_WORDS=(${given}); COMP_CWORD=${words.length - 1}; $called; echo "\${COMPREPLY[*]}"`
  })
  const { stdout, stderr } = shell('bash', await scriptOf('bash'), [called, ...calls])
  expect(stderr).toBe('')
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split(' '))
}

test('bash completes commands, options and their values, operations and codes', async () => {
  const [commands, narrowed, names, family, found, options, shells, files, apps] = await offered(
    ['chat-gateway', ''],
    ['chat-gateway', '--url', 'https://x', 'exp'],
    ['chat-gateway', 'call', ''],
    ['chat-gateway', '--json', 'call', 'friend-lists.'],
    ['chat-gateway', 'explain', '30008', 'WRITE_'],
    ['chat-gateway', 'call', 'friends.update', '--'],
    ['chat-gateway', 'completion', ''],
    ['chat-gateway', 'call', 'friends.update', 'tsconf'],
    ['chat-gateway', 'sign', '--t'],
  )
  expect(commands).toEqual(
    expect.arrayContaining(['call', 'get-job', 'wait-job', 'explain', 'event', 'sign', 'doctor']),
  )
  expect(narrowed).toEqual(['explain'])
  expect(names).toEqual([...operations.keys()])
  expect(family).toEqual(['friend-lists.add', 'friend-lists.delete', 'friend-lists.get'])
  expect(found).toEqual(Object.keys(codes).filter((code) => code.startsWith('WRITE_')))
  expect(options).toEqual(expect.arrayContaining(['--key', '--async', '--url', '--json']))
  expect(options).not.toContain('--ttl')
  expect(shells).toEqual(['bash', 'zsh'])
  expect(files).toEqual(['tsconfig.json'])
  expect(apps).toEqual(['--ttl'])
})

/** Where there is no zsh, bash reads the script as well: all it lacks is what zsh offers with, and arrays that begin at one. */
const zsh = existsSync('/usr/bin/zsh') ? { name: 'zsh', before: '' } : { name: 'bash', before: "'' " }

test('for zsh the same words are offered, with their meanings, and files', async () => {
  const typed = [
    [''],
    ['call', ''],
    ['--url', 'x', 'completion', ''],
    ['call', 'friends.update', ''],
    ['wait-job', 'abc', '--t'],
  ]
  const stubs = [
    'compdef() { :; }',
    'compadd() { shift; echo "$*"; }',
    '_files() { echo files; }',
    `_describe() { printf '%s|' "$\{offered[@]}"; echo; }`,
  ]
  const calls = typed.map((words) => {
    const given = ['chat-gateway', ...words].map((word) => `'${word}'`).join(' ')
    return `words=(${zsh.before}${given}); CURRENT=${words.length + 1}; _chat_gateway`
  })
  const { stdout, stderr } = shell(zsh.name, `${stubs.join('\n')}\n${await scriptOf('zsh')}`, calls)
  expect(stderr).toBe('')
  const [commands = '', names, shells, files, options = ''] = stdout.split('\n')
  expect(commands.split('|')).toContain('call:calls an operation, and prints its answer')
  expect(names).toBe([...operations.keys()].join(' '))
  expect([shells, files]).toEqual(['bash zsh', 'files'])
  expect(options.split('|')).toEqual(
    expect.arrayContaining([expect.stringMatching(/^--timeout:wait so long/), '--json:print JSON alone']),
  )
})
