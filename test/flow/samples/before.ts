import type { Sample } from '../../support/cases.ts'
import { type ChatReply, Emulator, smallSeed } from '../emulator/client.ts'

/** Who is there before a sample, unless it says otherwise. */
const accounts = { alice: {}, bob: { friends: { alice: {} } }, carol: { friends: { alice: {} } }, zed: {} }

/** An emulator as it must be before a sample, and its reply to a call of the sample's command, over HTTP. */
export async function before({ query, before: { app, limits, fault } = {} }: Sample, command: string) {
  const emulator = await Emulator.start({
    seed: smallSeed({ ...app, accounts: { ...accounts, ...app?.accounts } }, limits),
  })
  if (fault) await emulator.fault({ command, fault })
  return (sent: unknown): Promise<ChatReply> => emulator.call(command, sent, { ...emulator.query(), ...query })
}
