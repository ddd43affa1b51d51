import { deleteLists } from '../../world/relations.ts'
import type { Command } from '../command.ts'
import { fromAccountOf, listNamesOf } from '../request.ts'

/** Deleting friend lists; their friends stay friends, https://trtc.io/document/34926. */
export const groupDelete: Command = {
  service: 'sns',
  name: 'group_delete',
  successInfo: '0',
  prepare(call) {
    const owner = fromAccountOf(call)
    const names = listNamesOf(call)
    return {
      writes: owner,
      run() {
        deleteLists(owner, names)
        return { CurrentSequence: owner.sequences.lists }
      },
    }
  },
}
