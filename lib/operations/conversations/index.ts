import del from './delete.ts'
import getUnread from './get-unread.ts'
import list from './list.ts'

export default [list, getUnread, del]
