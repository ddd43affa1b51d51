import { type AccessPolicy, isOpen, readPolicy } from '../../lib/access.ts'
import { operations } from '../../lib/operations/index.ts'

type Granted = AccessPolicy[number]['operations']

/** The operations of version 0.1.0. Policies were written with these in mind; the list stays as it is. */
const FIRST_OPERATIONS: readonly string[] = [
  ...['friends.add', 'friends.import', 'friends.update', 'friends.delete', 'friends.delete-all', 'friends.check'],
  ...['friends.get', 'friends.list', 'friend-lists.add', 'friend-lists.delete', 'friend-lists.get'],
  ...['blocklist.add', 'blocklist.delete', 'blocklist.list', 'blocklist.check'],
]

/**
 * What a policy that can be read grants beyond the operations of version 0.1.0, in lines for people: one for each pattern of callers.
 * No line where that is nothing.
 */
export function newlyGranted(text: string): string[] {
  const added = [...operations.values()].filter(({ name }) => !FIRST_OPERATIONS.includes(name))
  const lines = entriesOf(text).flatMap(({ who, granted }) => {
    const names = added.filter(granted).map(({ name }) => name)
    return names.length === 0 ? [] : [`  ${who}: ${names.join(', ')}`]
  })
  if (lines.length === 0) return []
  return [
    'These may call operations that version 0.1.0 did not have:',
    ...lines,
    'To grant less, write in the policy the operations that are meant, or their families (docs/security.md).',
  ]
}

/** Who is let in, in words, and to what. */
function entriesOf(text: string): { readonly who: string; readonly granted: Granted }[] {
  if (text === '') return [{ who: 'everybody, as no policy is said', granted: ({ byName }) => !byName }]
  const policy = readPolicy(text)
  if (isOpen(text)) return policy.map(({ operations }) => ({ who: 'everybody', granted: operations }))
  const written = JSON.parse(text) as { readonly callers: readonly string[]; readonly apps: readonly string[] }[]
  return written.flatMap(({ callers, apps }, index) =>
    callers.map((caller) => ({
      who: `${JSON.stringify(caller)} in ${apps.length === 1 ? 'app' : 'apps'} ${apps.join(', ')}`,
      granted: policy[index]!.operations,
    })),
  )
}
