import path from 'node:path'
import { readTables, startTables } from '../local/aws/tables.ts'
import { Template } from '../local/aws/template.ts'

/** DynamoDB's stand-in in a process of its own: beside everything else in one it would be what is measured. */
const template = new Template(path.join(import.meta.dirname, '../serverless.yml'), {})
const { url } = await startTables({ port: 0, tables: readTables(template) })
process.send?.({ url })
process.on('disconnect', () => process.exit())
