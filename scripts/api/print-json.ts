const WIDTH = 120

/**
 * JSON for people and for `git diff`: what fits in a line stands in one.
 * @param before characters that stand before it in its line, beside the indentation
 */
export function printJson(value: unknown, indent = '', before = 0): string {
  const line = inOneLine(value)
  if (typeof value !== 'object' || value === null || indent.length + before + line.length <= WIDTH) return line
  const deeper = `${indent}  `
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  const inner = Array.isArray(value)
    ? value.map((one) => deeper + printJson(one, deeper))
    : entriesOf(value).map(
        ([name, one]) => `${deeper}${JSON.stringify(name)}: ${printJson(one, deeper, name.length + 4)}`,
      )
  return `${open}\n${inner.join(',\n')}\n${indent}${close}`
}

const entriesOf = (value: object) => Object.entries(value).filter(([, one]) => one !== undefined)

function inOneLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(inOneLine).join(', ')}]`
  const inner = entriesOf(value).map(([name, one]) => `${JSON.stringify(name)}: ${inOneLine(one)}`)
  return inner.length === 0 ? '{}' : `{ ${inner.join(', ')} }`
}
