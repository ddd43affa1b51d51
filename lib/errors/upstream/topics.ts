import type { Bounds, Line, Meanings } from './line.ts'

export const bounds: Bounds = { of: 'topics of communities', from: 110000, to: 110999 }

export const lines: readonly Line[] = [
  ['UPSTREAM_REJECTED', 'no', [110002]],
  ['TOPIC_NOT_FOUND', 'no', [110003], 'maybe done'],
]

export const meanings: Meanings = {
  110002: 'the topic could not be deleted',
  110003: 'the topic does not exist, or is deleted',
}
