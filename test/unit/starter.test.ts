import { describe, expect, test } from 'vitest'
import { startersOf } from '../../local/chat/starter.ts'

/** Processes by their numbers: whose child each is, and what it runs. */
const running = (all: Record<number, readonly [parent: number, command: string]>) => (pid: number) =>
  all[pid] && { parent: all[pid][0], command: all[pid][1], isDead: false }

describe('whose end is the emulator’s end too', () => {
  test.each([
    ['its parent', { 5: [4, 'python3 tests.py'], 4: [1, 'npm test'] }, [5]],
    ['a shell, and nobody above', { 5: [4, '/bin/bash -c node main.ts'], 4: [1, 'sshd'] }, [5]],
    ['npm, which runs its script in a shell', { 5: [4, 'sh -c node main.ts'], 4: [3, 'npm run emulator'] }, [5, 4, 3]],
    ['npm, whose shell has become the emulator', { 5: [4, 'npm run emulator --json'] }, [5, 4]],
    ['npx by its script', { 5: [4, 'node /usr/lib/node_modules/npm/bin/npx-cli.js x'] }, [5, 4]],
    ['one of a name like npm’s', { 5: [4, 'node npm-watch.js'] }, [5]],
    ['one of which nothing is known', {}, [5]],
  ] as const)('%s', (_what, all, starters) => {
    expect(startersOf(5, running(all))).toEqual(starters)
  })
})
