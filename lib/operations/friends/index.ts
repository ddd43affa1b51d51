import add from './add.ts'
import check from './check.ts'
import del from './delete.ts'
import deleteAll from './delete-all.ts'
import get from './get.ts'
import imports from './import.ts'
import list from './list.ts'
import update from './update.ts'

export default [add, imports, update, del, deleteAll, check, list, get]
