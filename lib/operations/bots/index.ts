import create from './create.ts'
import del from './delete.ts'
import list from './list.ts'

export default [list, create, del]
