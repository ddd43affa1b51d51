/** How Chat's replies tell of each item, read from its documentation and not from the gateway's rows. */
export type Members = Readonly<Record<string, unknown>>

interface Form {
  /** Lists with an entry for each item that was done or found. */
  readonly named?: string
  /** The list of those that failed; bare ids where they have no code. */
  readonly failed?: { readonly list: string; readonly code?: string }
  readonly id: string
}

/** Commands whose replies hold no list of entries with codes of their own. */
const forms: Readonly<Record<string, Form>> = {
  multiaccount_import: { failed: { list: 'FailAccounts' }, id: '' },
  batchsendmsg: { failed: { list: 'ErrorList', code: 'ErrorCode' }, id: 'To_Account' },
  query_online_status: {
    named: 'QueryResult',
    failed: { list: 'ErrorList', code: 'ErrorCode' },
    id: 'To_Account',
  },
  im_get_tag: { named: 'UserTags', id: 'To_Account' },
}

/** Of an item that Chat names nowhere, or names as failed without a reason. */
export const NO_CODE = -1

/** Where the entries stand that name what was done; undefined where a reply has none. */
export function listOf(reply: Members, command: string): string | undefined {
  const form = forms[command]
  if (form) return form.named ?? form.failed?.list
  return Object.keys(reply).find(
    (name) => (reply[name] as readonly Members[] | undefined)?.[0]?.ResultCode !== undefined,
  )
}

/** The item that an entry is about. */
export const idOf = (entry: unknown): string => {
  const { To_Account, UserID } = Object(entry) as Members
  return typeof entry === 'string' ? entry : String(To_Account ?? UserID)
}

const entriesOf = (reply: Members, list: string | undefined): readonly unknown[] =>
  list === undefined ? [] : ((reply[list] ?? []) as readonly unknown[])

/** Chat's code of each of these items, 0 where it is done, in a reply that says OK as a whole. */
export function codesIn(reply: Members, command: string, ids: readonly string[]): Map<string, number> {
  const form = forms[command]
  const list = listOf(reply, command)
  if (!form) {
    // Where no entries stand, the call's own verdict is every item's.
    if (list === undefined) return new Map(ids.map((id) => [id, 0]))
    return new Map(entriesOf(reply, list).map((entry) => [idOf(entry), Number(Object(entry).ResultCode)]))
  }
  const { named, failed } = form
  const found = new Set(entriesOf(reply, named).map(idOf))
  const failures = new Map(
    entriesOf(reply, failed?.list).map((entry) => [idOf(entry), Number(Object(entry)[failed?.code ?? ''] ?? NO_CODE)]),
  )
  const rest = named === undefined ? 0 : NO_CODE
  return new Map(ids.map((id) => [id, failures.get(id) ?? (found.has(id) ? 0 : rest)]))
}

/** How such a list has one that failed: a bare id, or with a code. */
export function failureOf(command: string, id: string): unknown {
  const { failed, id: member = '' } = forms[command] ?? {}
  return failed?.code === undefined ? id : { [member]: id, [failed.code]: 70107 }
}

/** Whether what stands in that list is failures alone: who is missing from it is done. */
export const hasFailuresAlone = (command: string): boolean => forms[command] !== undefined && !forms[command].named
