import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { PackagedTemplate } from './packaged-template.ts'
import type { Holder } from './permissions.ts'

const PAGE = 'docs/redrive.md'

/** Access keys of the operator who only looks, and of the one who redrives. */
export const LOOKER = 'operator-who-looks'
export const REDRIVER = 'operator-who-redrives'

/** The key that the command signs with. */
export const operatorOf = (args: readonly string[]): string => (args.includes('--run') ? REDRIVER : LOOKER)

/** What the page calls the template's resources. */
const resources: Readonly<Record<string, readonly string[]>> = {
  'both dead-letter queues': ['JobsDeadLetters', 'EventsDeadLetters'],
  'the jobs queue': ['JobsQueue'],
  'the jobs table': ['JobsTable'],
  'the events function': ['EventsLambdaFunction'],
}

const actionsIn = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, action = '']) => action)

/** The permissions that docs/redrive.md names, as statements. @throws Error where its table is not as it was */
export function redriveHolders({ Resources }: PackagedTemplate): Holder[] {
  const text = readFileSync(path.join(import.meta.dirname, '../../..', PAGE), 'utf8')
  const [, table] = /^\| on \| to look \| to redrive, besides \|\n\|[-| ]+\|\n((?:\|.*\n?)+)/m.exec(text) ?? []
  if (table === undefined) throw new Error(`${PAGE} has no table of permissions that could be read`)
  const rows = table
    .trim()
    .split('\n')
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
  const statements = (column: number) =>
    rows.map(([on = '', ...cells]) => {
      const ids = resources[on]
      if (!ids?.every((id) => id in Resources)) throw new Error(`${PAGE}: what "${on}" stands for is not known here`)
      const Resource = ids.map((id) => ({ 'Fn::GetAtt': [id, 'Arn'] }))
      return { Sid: `"${on}"`, Effect: 'Allow', Action: actionsIn(cells[column] ?? ''), Resource }
    })
  const [look, redrive] = [statements(0), statements(1)]
  const named = { name: PAGE }
  return [
    { ...named, key: LOOKER, statements: look },
    { ...named, key: REDRIVER, statements: [...look, ...redrive] },
  ]
}
