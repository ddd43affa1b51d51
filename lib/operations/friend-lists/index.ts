import add from './add.ts'
import del from './delete.ts'
import get from './get.ts'

export default [add, del, get]
