import kick from './kick.ts'

export default [kick]
