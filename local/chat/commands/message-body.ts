import type { Limits } from '../limits.ts'
import { Refusal } from '../replies.ts'
import { membersOf } from './request.ts'

/** What a message consists of, https://trtc.io/document/33527: the members of each element whose type the page tells. */
const elements: Readonly<Record<string, Readonly<Record<string, 'string' | 'number' | 'list'>>>> = {
  TIMTextElem: { Text: 'string' },
  TIMLocationElem: { Desc: 'string', Latitude: 'number', Longitude: 'number' },
  TIMFaceElem: { Index: 'number', Data: 'string' },
  TIMCustomElem: { Data: 'string', Desc: 'string', Ext: 'string', Sound: 'string' },
  TIMSoundElem: { Url: 'string', UUID: 'string', Size: 'number', Second: 'number', Download_Flag: 'number' },
  TIMImageElem: { UUID: 'string', ImageFormat: 'number', ImageInfoArray: 'list' },
  TIMFileElem: { Url: 'string', UUID: 'string', FileSize: 'number', FileName: 'string', Download_Flag: 'number' },
  TIMVideoFileElem: {
    VideoUrl: 'string',
    VideoUUID: 'string',
    VideoSize: 'number',
    VideoSecond: 'number',
    VideoFormat: 'string',
    VideoDownloadFlag: 'number',
    ThumbUrl: 'string',
    ThumbUUID: 'string',
    ThumbSize: 'number',
    ThumbWidth: 'number',
    ThumbHeight: 'number',
    ThumbFormat: 'string',
    ThumbDownloadFlag: 'number',
  },
}

/** The types a push may have: those of the page, as the push's own page says. */
export const pushedTypes = (type: string): boolean => Object.hasOwn(elements, type)
/** The types a message may have: forwarded ones and whatever else clients send are of the same form. */
export const sentTypes = (type: string): boolean => /^TIM[A-Za-z]{1,57}Elem$/.test(type)

/** MsgBody: one element or more. 90002 without any, 90007 for what is no array, 90010 for a bad element. */
export function elementsOf({ MsgBody }: Record<string, unknown>, isType: (type: string) => boolean): unknown[] {
  if (MsgBody === undefined) throw new Refusal(90002)
  if (!Array.isArray(MsgBody)) throw new Refusal(90007)
  if (MsgBody.length === 0) throw new Refusal(90002)
  const types = MsgBody.map((element) => typeOf(element, isType))
  // The page allows elements of one type more than once, but for this one.
  if (types.indexOf('TIMCustomElem') !== types.lastIndexOf('TIMCustomElem')) throw new Refusal(90010)
  return MsgBody
}

function typeOf(element: unknown, isType: (type: string) => boolean): string {
  const { MsgType, MsgContent } = membersOf(element, 90010)
  const content = membersOf(MsgContent, 90010)
  if (typeof MsgType !== 'string' || !isType(MsgType)) throw new Refusal(90010)
  for (const [name, kind] of Object.entries(elements[MsgType] ?? {})) {
    const value = content[name]
    if (value !== undefined && !isOf(kind, value)) throw new Refusal(90010)
  }
  if (MsgType === 'TIMTextElem' && content.Text === undefined) throw new Refusal(90010)
  return MsgType
}

function isOf(kind: 'string' | 'number' | 'list', value: unknown): boolean {
  return kind === 'list' ? Array.isArray(value) : typeof value === kind
}

/** Refuses a message that is too large: its elements and what the app keeps with it count together. */
export function checkSize(body: unknown[] | undefined, customData: string | undefined, limits: Limits): void {
  const bytes = Buffer.byteLength(body ? JSON.stringify(body) : '') + Buffer.byteLength(customData ?? '')
  if (bytes > limits.messageBytes) throw new Refusal(93000)
}
