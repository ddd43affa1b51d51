import { Wire } from './gateway/chat-server.ts'

const BYTES = 7_000_000

/** A text of seven megabytes. */
const fill = (unit: string): string => unit.repeat(Math.floor(BYTES / unit.length))
const page = (entries: string): string => `{"ErrorCode":0,"FriendNum":1,"CompleteFlag":1,"UserDataItem":[${entries}]}`
const friend = (tag: string, value: string): string =>
  page(`{"To_Account":"b","ValueItem":[{"Tag":"${tag}","Value":${value}}]}`)

/** Replies of seven megabytes each, by what makes them large. */
export const hostilePages = {
  'one long text': () => friend('Tag_SNS_IM_Remark', `"${fill('x')}"`),
  'one long text that is not Latin': () => friend('Tag_SNS_IM_Remark', `"好${fill('x')}"`),
  'many friends': () =>
    page(
      Array.from(
        { length: 80_000 },
        (_, i) => `{"To_Account":"friend${i}","ValueItem":[{"Tag":"Tag_SNS_IM_Remark","Value":""}]}`,
      ).join(','),
    ),
  'many empty objects': () => friend('Tag_SNS_Custom_X', `[${fill('{},')}0]`),
  'a friend of one long text': () =>
    `{"ErrorCode":0,"InfoItem":[{"To_Account":"b","ResultCode":0,"SnsProfileItem":[{"Tag":"Tag_SNS_IM_Remark","Value":"${fill('x')}"}]}]}`,
  'a long refusal': () => `{"ErrorCode":30003,"ErrorInfo":"${fill('x')}"}`,
} as const

/** The same bytes for each call. */
export function always(text: string, coding?: { readonly name: string; readonly encode: (bytes: Buffer) => Buffer }) {
  const bytes = coding ? coding.encode(Buffer.from(text)) : Buffer.from(text)
  return () =>
    new Wire((response) => {
      response.setHeader('content-type', 'application/json')
      if (coding) response.setHeader('content-encoding', coding.name)
      response.end(bytes)
    })
}
