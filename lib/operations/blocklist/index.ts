import add from './add.ts'
import check from './check.ts'
import del from './delete.ts'
import list from './list.ts'

export default [add, del, list, check]
