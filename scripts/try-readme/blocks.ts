/** A fenced block of a README that a newcomer would paste into a shell. */
export interface ShellBlock {
  readonly file: string
  readonly line: number
  readonly script: string
  /** The JSON that the README shows as its output. */
  readonly shown?: unknown
  /** Why it can't be tried here, in the README's own words. */
  readonly notRun?: string
}

const FENCE = /(?:^<!-- not run in CI: ([^\n]*?) -->\n+)?^```(\w*)\n([\s\S]*?)^```$/gm

/** The shell blocks of a README in order, each with the JSON block that follows it directly. */
export function blocksOf(file: string, markdown: string): ShellBlock[] {
  const fences = [...markdown.matchAll(FENCE)]
  return fences.flatMap((fence, index) => {
    const [, notRun, language = '', script = ''] = fence
    if (!/^(sh|bash)$/.test(language)) return []
    const [, , nextLanguage, json = ''] = fences[index + 1] ?? []
    const line = markdown.slice(0, fence.index).split('\n').length
    return [
      { file, line, script, ...(notRun && { notRun }), ...(nextLanguage === 'json' && { shown: JSON.parse(json) }) },
    ]
  })
}

/** A text or a number that differs every time: the README writes `…` for it. At the end of a list it stands for all that follows. */
const ANY = '…'

/** Where an answer differs from what the README shows; undefined where it doesn't. */
export function difference(shown: unknown, actual: unknown, place = ''): string | undefined {
  if (shown === ANY && /^(string|number)$/.test(typeof actual)) return undefined
  if (!isObject(shown) || !isObject(actual) || Array.isArray(shown) !== Array.isArray(actual)) {
    return Object.is(shown, actual) ? undefined : `${place || '/'}: shown ${brief(shown)}, got ${brief(actual)}`
  }
  if (Array.isArray(shown) && Array.isArray(actual) && shown.at(-1) === ANY) {
    return difference(shown.slice(0, -1), actual.slice(0, shown.length - 1), place)
  }
  const names = new Set([...Object.keys(shown), ...Object.keys(actual)])
  for (const name of names) {
    const found = difference(shown[name], actual[name], `${place}/${name}`)
    if (found) return found
  }
  return undefined
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null
const brief = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 200)

/** The JSON document that an output ends with, behind headers or earlier answers. */
export function lastJson(output: string): unknown {
  for (const { index } of output.matchAll(/[{[]/g)) {
    try {
      return JSON.parse(output.slice(index))
    } catch {
      // Not yet the last one.
    }
  }
  throw new Error(`the output ends with no JSON:\n${output.slice(0, 1000) || '(nothing)'}`)
}
