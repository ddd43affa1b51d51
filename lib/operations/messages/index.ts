import importOne from './import.ts'
import list from './list.ts'
import markRead from './mark-read.ts'
import recall from './recall.ts'
import send from './send.ts'
import sendBatch from './send-batch.ts'
import update from './update.ts'

export default [send, sendBatch, importOne, update, list, recall, markRead]
