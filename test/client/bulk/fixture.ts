import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Writable } from 'node:stream'
import { afterEach } from 'vitest'
import type { BulkExit, BulkOptions } from '../../../client/src/bulk/options.ts'
import { runBulk } from '../../../client/src/bulk/run.ts'
import { ScriptedGateway } from '../rows/scripted-gateway.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

class Heard extends Writable {
  text = ''

  override _write(part: Buffer, _encoding: string, done: () => void): void {
    this.text += part
    done()
  }
}

export interface Ran {
  readonly exit: BulkExit
  readonly out: string
  readonly err: string
}

/** A folder with an input in it, and a gateway to send it to. */
export class Bench {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'bulk-test-'))
  readonly gateway = new ScriptedGateway()
  readonly file: string

  constructor(text: string | Buffer, name = 'rows.csv') {
    folders.push(this.folder)
    this.file = path.join(this.folder, name)
    writeFileSync(this.file, text)
  }

  /** Runs `friends.update` of the file, unless told otherwise, faster than any quota. */
  async run(options: Partial<BulkOptions> = {}): Promise<Ran> {
    const [out, err] = [new Heard(), new Heard()]
    const exit = await runBulk({
      operation: 'friends.update',
      file: this.file,
      rate: 100_000,
      out,
      err,
      exchange: this.gateway.exchange,
      gateway: 'http://127.0.0.1:4000',
      ...options,
    })
    return { exit, out: out.text, err: err.text }
  }

  read(name: string): string {
    return readFileSync(path.join(this.folder, name), 'utf8')
  }
}

/** A CSV of friends: each row's account, friend and remark. */
export const csvOf = (rows: readonly (readonly [string, string, string])[]): string =>
  `userId,friends.userId,remark\n${rows.map((row) => `${row.join(',')}\n`).join('')}`

/** Rows of as many accounts, which come in turn; each remark is `r` and the row's number. */
export const rows = (many: number, accounts: number): (readonly [string, string, string])[] =>
  Array.from({ length: many }, (_, at) => [`u${at % accounts}`, `f${Math.floor(at / accounts)}`, `r${at}`] as const)

/** How often each remark was worked off. */
export function remarks({ gateway }: Bench): ReadonlyMap<unknown, number> {
  const counts = new Map<unknown, number>()
  for (const { friends } of gateway.bodies() as readonly {
    readonly friends: readonly { readonly remark: unknown }[]
  }[]) {
    for (const { remark } of friends) counts.set(remark, (counts.get(remark) ?? 0) + 1)
  }
  return counts
}
