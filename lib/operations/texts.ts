import type { Members } from '../json.ts'
import type { Unclear } from '../operation.ts'

/** Texts by names of the app's own, `null` being none; or why they can't be understood. */
export function readTexts(member: string, value: unknown): Members | Unclear {
  const texts: unknown = value ?? {}
  if (typeof texts !== 'object' || texts === null || Array.isArray(texts)) return `${member} is no object`
  const given = Object.entries(texts).filter(([, text]) => text !== null)
  return given.every(([, text]) => typeof text === 'string')
    ? Object.fromEntries(given)
    : `${member} holds what is no text`
}

/** A list of texts, `null` being an empty one; or why it can't be understood. */
export function readTextList(member: string, value: unknown): readonly string[] | Unclear {
  const list: unknown = value ?? []
  if (!Array.isArray(list)) return `${member} is no list`
  return list.every((text) => typeof text === 'string') ? list : `${member} holds what is no text`
}
