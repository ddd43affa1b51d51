import type { Members } from '../../lib/json.ts'

/** From whom a queue of dead letters takes letters, as its own settings have it (resources/queues.yml). */
export interface Trust {
  /** Beginnings of the senders' ids: a role's, with any session. */
  readonly senders: readonly string[]
  /** ARNs of the queues that SQS may put messages away from. */
  readonly queues: readonly string[]
}

/** What names a role whoever of its sessions sends; anything wider would trust others as well. */
const ROLE = /^(\w+:)\*$/

/** Reads a queue's attributes. A queue without a policy of ours trusts nobody. */
export function readTrust({ Policy, RedriveAllowPolicy }: Readonly<Record<string, string>>): Trust {
  const statements = listOf(read(Policy).Statement).map((statement) => Object(statement) as Members)
  const excepted = statements.flatMap(({ Effect, Condition }) =>
    Effect === 'Deny' ? listOf(Object(Object(Condition).StringNotLike)['aws:userid']) : [],
  )
  return {
    senders: excepted.flatMap((one) => ROLE.exec(String(one))?.[1] ?? []),
    queues: listOf(read(RedriveAllowPolicy).sourceQueueArns).map(String),
  }
}

/** Where a message came from. */
interface Origin {
  readonly sender: string
  readonly from: string | undefined
  /** It says no more than a job that waits, whoever rang. */
  readonly isDoorbell: boolean
}

/** What must be named before anything is done with a letter: a sender, or a queue. Undefined where the queue's settings name it. */
export function strangerOf({ sender, from, isDoorbell }: Origin, { senders, queues }: Trust): string | undefined {
  if (from !== undefined && !queues.includes(from)) return from
  if (from !== undefined && isDoorbell) return undefined
  return senders.some((one) => sender.startsWith(one)) ? undefined : sender || 'unknown'
}

const listOf = (value: unknown): readonly unknown[] => (value === undefined ? [] : [value].flat())

function read(text: string | undefined): Members {
  try {
    return Object(JSON.parse(text ?? '{}'))
  } catch {
    return {}
  }
}
