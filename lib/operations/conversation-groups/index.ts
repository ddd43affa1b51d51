import create from './create.ts'
import del from './delete.ts'
import update from './update.ts'

export default [create, update, del]
