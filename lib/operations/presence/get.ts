import type * as shapes from '../../../schemas/presence/get.ts'
import type { Members } from '../../json.ts'
import { type BodyOf, defineOperation, type Unclear } from '../../operation.ts'
import { readEntries } from '../entries.ts'
import { isName } from '../names.ts'

const words: ReadonlyMap<string, string> = new Map([
  ['Online', 'online'],
  ['PushOnline', 'pushOnline'],
  ['Offline', 'offline'],
])

/** A word that we don't know is answered as it came. */
const readPresence = (word: unknown) => (isName(word) ? (words.get(word) ?? word) : undefined)

function readPlatform({ Platform, Status }: Members): Members | Unclear {
  const presence = readPresence(Status)
  if (!isName(Platform) || presence === undefined) return 'it lacks Platform or Status'
  return { platform: Platform.toLowerCase(), presence }
}

/** The page says Status, and its samples said State for a time. */
function readEntry({ Status, State, Detail }: Members, { withPlatforms }: BodyOf<typeof shapes>): Members | Unclear {
  const presence = readPresence(Status ?? State)
  if (presence === undefined) return 'neither Status nor State is a word'
  if (!withPlatforms) return { presence }
  const platforms = readEntries('Detail', Detail, readPlatform)
  return typeof platforms === 'string' ? platforms : { presence, platforms }
}

export default defineOperation<typeof shapes, string>({
  name: 'presence.get',
  summary: 'Tells whether accounts are online, and on which platforms',
  path: 'v4/openim/query_online_status',
  page: 'https://trtc.io/document/35477',
  effect: 'read',
  call: ({ withPlatforms = false }, { items }) => ({ IsNeedDetail: withPlatforms ? 1 : 0, To_Account: items }),
  items: {
    member: 'userIds',
    id: (userId) => userId,
    as: 'userId',
    toUpstream: (userId) => userId,
    told: {
      form: 'names',
      list: 'QueryResult',
      id: 'To_Account',
      fails: { list: 'ErrorList', id: 'To_Account', code: 'ErrorCode' },
    },
    limit: 500,
    read: readEntry,
    large: 'platforms',
  },
})
