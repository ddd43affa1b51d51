import { noExtensions, pairsFrom } from '../../world/extensions.ts'
import type { Command } from '../command.ts'
import { wholeNumber } from '../openim/message-members.ts'
import { envelopeFirst, messageNamed } from './message-named.ts'

/** The pairs of a message by version, from StartSeq on, https://trtc.io/document/51194; one without extensions has none. */
export const getKeyValues: Command = {
  service: 'openim_msg_ext_http_svc',
  name: 'get_key_values',
  order: envelopeFirst,
  prepare(call) {
    const { extensions = noExtensions() } = messageNamed(call)
    const start = wholeNumber(call.body.StartSeq, 10004) ?? 0
    return {
      run() {
        const found = pairsFrom(extensions, start)
        const page = found.slice(0, call.limits.extensionsPage)
        return {
          CompleteFlag: page.length === found.length ? 1 : 0,
          LatestSeq: extensions.latestSeq,
          ClearSeq: extensions.clearSeq,
          ExtensionList: page.map(({ key, value, seq }) => ({ Key: key, Value: value, Seq: seq })),
        }
      },
    }
  },
}
