import send from './send.ts'

export default [send]
