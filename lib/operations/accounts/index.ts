import check from './check.ts'
import del from './delete.ts'
import imports from './import.ts'
import importOne from './import-one.ts'

export default [importOne, imports, del, check]
