import add from './add.ts'
import del from './delete.ts'
import deleteAll from './delete-all.ts'
import get from './get.ts'

export default [get, add, del, deleteAll]
