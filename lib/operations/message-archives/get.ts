import type * as shapes from '../../../schemas/message-archives/get.ts'
import type { Members } from '../../json.ts'
import { type Answered, defineOperation, type Unclear } from '../../operation.ts'
import { fromChinaTime, toChinaHour } from '../china-time.ts'
import { readCount } from '../counts.ts'
import { readEntries } from '../entries.ts'
import { isName } from '../names.ts'

const kinds = { 'one-to-one': 'C2C', group: 'Group' } as const

/** What the caller needs to fetch the file and to check it; when its address ends is good to know. */
function readFile({ URL: url, ExpireTime, FileSize, FileMD5: md5, GzipSize, GzipMD5: gzipMd5 }: Members) {
  const [bytes, gzipBytes] = [readCount(FileSize), readCount(GzipSize)]
  if (!isName(url) || !isName(md5) || !isName(gzipMd5)) return 'its URL, FileMD5 or GzipMD5 is no text'
  if (bytes === undefined || gzipBytes === undefined) return 'its FileSize or GzipSize counts nothing'
  const expiresAt = fromChinaTime(ExpireTime)
  return { url, ...(expiresAt !== undefined && { expiresAt }), bytes, md5, gzipBytes, gzipMd5 }
}

function readFiles({ File }: Members): Answered | Unclear {
  const files = readEntries('File', File, readFile)
  return typeof files === 'string' ? files : { answer: { files } }
}

export default defineOperation<typeof shapes>({
  name: 'message-archives.get',
  summary: 'Tells where the files with all messages of one hour can be fetched',
  path: 'v4/open_msg_svc/get_history',
  page: 'https://trtc.io/document/34885',
  effect: 'read',
  byName: true,
  rate: 10,
  call: ({ kind, hour }) => ({ ChatType: kinds[kind], MsgTime: toChinaHour(hour) }),
  read: readFiles,
})
