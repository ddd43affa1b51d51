import { execFile } from 'node:child_process'

export interface Report {
  readonly sha256: string
  readonly operations: number
  /** What its silence would have needed. */
  readonly unmet: readonly string[]
  readonly violation: { readonly rule: string } | null
}

/** A run takes its process over, so each has one of its own. */
export const simulateApart = (...flags: string[]): Promise<Report> =>
  new Promise((resolve, reject) => {
    const main = 'test/campaigns/simulate/main.ts'
    execFile(process.execPath, [main, '--json', ...flags], (error, stdout, stderr) => {
      const report = /^\{.*\}$/m.exec(stdout)?.[0]
      if (report === undefined) reject(new Error(stderr, { cause: error }))
      else resolve(JSON.parse(report))
    })
  })
