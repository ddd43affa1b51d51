import { styleText } from 'node:util'

type Format = 'red' | 'yellow' | 'green' | 'dim'

/** Gives a text a colour, where whoever reads it can see one. */
export type Paint = (format: Format, text: string) => string

export const plain: Paint = (_, text) => text

/** Colours for a terminal; NO_COLOR and FORCE_COLOR have their say, and a file gets none. */
export const forTerminal =
  (stream: NodeJS.WritableStream): Paint =>
  (format, text) =>
    styleText(format, text, { stream })

/** Of an HTTP status: what is done, what is done in part or is the caller's to mend, what broke. */
export function ofStatus(status: number): Format {
  if (status >= 500) return 'red'
  return status >= 300 || status === 207 ? 'yellow' : 'green'
}
