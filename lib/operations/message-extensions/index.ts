import list from './list.ts'
import update from './update.ts'

export default [update, list]
