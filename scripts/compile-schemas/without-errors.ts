/** How Ajv's code writes the beginning of an object that tells of a fault. */
const ERROR = /\{instancePath[:,]/g

/** How it leaves one where the caller could read it. */
const KEPT = /validate\d+\.errors = \[\{\}\];/g

/**
 * The same code without the errors that it makes: nobody reads them, and they are more than half of it.
 * Where a body fails is found out by lib/validate/faults.ts.
 */
export function withoutErrors(code: string): string {
  if (code.includes('vErrors.concat(')) throw new Error('a schema refers to another: its errors would be read')
  let kept = ''
  let from = 0
  for (const { index } of code.matchAll(ERROR)) {
    kept += `${code.slice(from, index)}{}`
    from = endOf(code, index)
  }
  return (kept + code.slice(from)).replaceAll(KEPT, '')
}

/** Behind the brace that closes the one at `start`. */
function endOf(code: string, start: number): number {
  let depth = 0
  for (const { 0: token, index } of code.slice(start).matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (token === '{') depth++
    if (token === '}') depth--
    if (depth === 0) return start + index + token.length
  }
  throw new Error('an error that never ends in the code of a validator')
}
