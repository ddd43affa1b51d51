/** Chat's prefix of where a friend was met; callers know the bare keyword. */
const PREFIX = 'AddSource_Type_'

export const toAddSource = (source: string): string => `${PREFIX}${source}`

export const fromAddSource = (addSource: string): string =>
  addSource.startsWith(PREFIX) ? addSource.slice(PREFIX.length) : addSource
