import update from './update.ts'

export default [update]
