import { DEV, type Stage } from '../stage.ts'
import { type Editable, propertiesOf } from './editable.ts'

/** What holds accepted work, and what could not be done of it. */
const KEPT = ['JobsTable', 'JobsDeadLetters', 'EventsDeadLetters']

/**
 * Keeps accepted work from being lost by a slip: the table of jobs can't be deleted, and when the stack goes it stays, with the queues of
 * dead letters. One that failed to be made does not, or its name would be in the way of the next attempt.
 */
export function decideRetention(template: Editable, { name, said }: Stage): void {
  propertiesOf(template, 'JobsTable').DeletionProtectionEnabled = said.deletionProtection ?? name !== DEV
  const isKept = said.retain ?? name !== DEV
  for (const id of KEPT) {
    propertiesOf(template, id)
    const resource = template.Resources[id]!
    resource.DeletionPolicy = isKept ? 'RetainExceptOnCreate' : 'Delete'
    resource.UpdateReplacePolicy = isKept ? 'Retain' : 'Delete'
  }
}
