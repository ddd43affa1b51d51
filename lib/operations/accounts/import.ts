import type * as shapes from '../../../schemas/accounts/import.ts'
import { type BodyOf, defineOperation } from '../../operation.ts'
import { byFamily } from '../turns.ts'

type NewAccount = BodyOf<typeof shapes>['accounts'][number]

const isBare = ({ nick, avatarUrl }: NewAccount): boolean => nick === undefined && avatarUrl === undefined

const toUpstream = ({ userId, nick, avatarUrl }: NewAccount) => ({ UserID: userId, Nick: nick, FaceUrl: avatarUrl })

export default defineOperation<typeof shapes, NewAccount>({
  name: 'accounts.import',
  summary: 'Makes many accounts known to Chat, with nickname and picture where they are given',
  path: 'v4/im_open_login_svc/multiaccount_import',
  page: 'https://trtc.io/document/34954',
  effect: 'write',
  rate: 100,
  turn: byFamily('accounts'),
  call: (_, { items }) => ({ AccountList: items }),
  items: {
    member: 'accounts',
    id: ({ userId }) => userId,
    as: 'userId',
    toUpstream,
    // The page knows bare ids alone, newer clients the list of objects: that is sent only where it is needed.
    callFor: (accounts) =>
      accounts.every(isBare)
        ? { Accounts: accounts.map(({ userId }) => userId) }
        : { AccountList: accounts.map(toUpstream) },
    told: { form: 'fails', list: 'FailAccounts' },
    limit: 100,
  },
})
