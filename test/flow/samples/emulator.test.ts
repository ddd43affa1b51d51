import { expect, test } from 'vitest'
import type { Seed } from '../../../local/chat/index.ts'
import { Emulator, smallSeed } from '../emulator/client.ts'
import { sampleOf } from './reference.ts'

type Alice = NonNullable<Seed['apps'][string]['accounts']>[string]

/** What must be so before the call, for the reply to come out as printed. */
interface Before {
  readonly alice?: Alice
  readonly limits?: Seed['limits']
  /** Codes of the reply that no state of the emulator causes. */
  readonly fault?: Readonly<Record<string, number>>
}

const friends = { bob: {}, carol: {} }

const befores: Readonly<Record<string, Before>> = {
  // Whoever is forced is not asked in the emulator, so that nothing of its own makes carol wait.
  friend_add: { fault: { carol: 30539 } },
  friend_import: { limits: { friends: 1 } },
  friend_update: { alice: { friends, lists: Array.from({ length: 30 }, (_, index) => `list${index + 1}`) } },
  friend_delete: { alice: { friends } },
  friend_delete_all: { alice: { friends } },
  friend_check: { alice: { friends }, fault: { carol: 30006 } },
  friend_get: {
    alice: {
      friends: { bob: { source: 'AddSource_Type_Web', lists: ['work'], addedAt: 1_700_000_000 } },
      sequences: { standard: 5, custom: 1 },
    },
  },
  // Making the list and putting bob into it raise the sequence by one each.
  group_add: { alice: { friends, sequences: { lists: 1 } } },
  group_delete: { alice: { lists: ['work'], sequences: { lists: 3 } } },
  group_get: { alice: { friends: { bob: { lists: ['work'] } }, sequences: { lists: 4 } } },
  black_list_add: { alice: { blocked: { bob: {} } } },
  black_list_delete: { alice: { blocked: { bob: {} } } },
  black_list_get: { alice: { blocked: { bob: { blockedAt: 1_700_000_000 } }, sequences: { blocklist: 13 } } },
  black_list_check: { alice: { blocked: { bob: {} } } },
}

async function replyTo(command: string, { alice = {}, limits = {}, fault }: Before) {
  const accounts = { alice, bob: { friends: { alice: {} } }, carol: { friends: { alice: {} } }, zed: {} }
  const emulator = await Emulator.start({ seed: smallSeed({ accounts, customFields: { Test: 'string' } }, limits) })
  if (fault) await emulator.fault({ command, fault: { items: fault } })
  return emulator.call(command, sampleOf.get(command)?.sampleRequest)
}

test('every sample is told, here or below', () => {
  expect([...Object.keys(befores), 'friend_get_list'].toSorted()).toEqual([...sampleOf.keys()].toSorted())
})

test.each(Object.entries(befores))('%s answers its sample as printed', async (command, before) => {
  const reply = await replyTo(command, before)
  // As text, so that the order of the members counts.
  expect(JSON.stringify(reply)).toBe(JSON.stringify(sampleOf.get(command)?.sampleResponse))
})

test('friend_get_list answers its sample but for bob’s nickname: an unset one is empty where the sample leaves it out', async () => {
  const reply = await replyTo('friend_get_list', { alice: { friends: { bob: { remark: 'Bobby' } } } })
  expect(reply.InfoItem?.[0]?.SnsProfileItem?.shift()).toEqual({ Tag: 'Tag_Profile_IM_Nick', Value: '' })
  expect(JSON.stringify(reply)).toBe(JSON.stringify(sampleOf.get('friend_get_list')?.sampleResponse))
})
