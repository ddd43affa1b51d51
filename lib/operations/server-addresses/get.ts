import type * as shapes from '../../../schemas/server-addresses/get.ts'
import type { Members } from '../../json.ts'
import { type Answered, defineOperation, type Unclear } from '../../operation.ts'
import { isName } from '../names.ts'

/** Chat's number for each kind; `all` is its own default, and is said all the same. */
const kinds = {
  all: '0',
  'native-china': '1',
  'native-abroad': '2',
  'web-china': '3',
  'web-abroad': '4',
  'webhooks-china': '5',
  'webhooks-abroad': '6',
} as const

function readAddresses({ IPList }: Members): Answered | Unclear {
  const addresses: unknown = IPList ?? []
  if (!Array.isArray(addresses)) return 'IPList is no list'
  return addresses.every(isName) ? { answer: { addresses } } : 'IPList has an entry that is no address'
}

export default defineOperation<typeof shapes>({
  name: 'server-addresses.get',
  summary: 'Lists the addresses that Chat’s servers answer at, or call webhooks from',
  path: 'v4/ConfigSvc/GetIPList',
  page: 'https://trtc.io/document/36742',
  effect: 'read',
  query: ({ kind = 'all' }) => ({ nettype: kinds[kind] }),
  call: () => ({}),
  read: readAddresses,
})
