import type { Readable } from 'node:stream'
import { exitCodes, Mistake } from '../../client/src/cli/exit-codes.ts'

/** What a terminal of somebody who types can do. */
export interface Keyboard extends Readable {
  readonly isTTY?: boolean
  readonly setRawMode?: (isRaw: boolean) => unknown
}

/** No key is longer; what is, is a file that was meant for something else. */
const MOST_CHARACTERS = 4096

const ENTER = /[\r\n]/
const CTRL_C = '\u0003'
const CTRL_D = '\u0004'
const CTRL_U = '\u0015'
const BACKSPACE = /[\b\u007f]/

/** The key from standard input, which ends with it. @throws Mistake */
export async function keyFromInput(input: Keyboard): Promise<string> {
  if (input.isTTY)
    throw new Mistake('--key-stdin reads from a pipe or a file: leave it out, and you are asked for the key.')
  let text = ''
  input.setEncoding('utf8')
  for await (const part of input) {
    text += part
    if (text.length > MOST_CHARACTERS) throw new Mistake('What standard input holds is too long for a key.')
  }
  return judged(text)
}

/**
 * Asks for the key and shows nothing of what is typed or pasted.
 * @param ask writes the question
 * @throws Mistake
 */
export async function keyFromKeyboard(input: Keyboard, ask: (text: string) => void, what: string): Promise<string> {
  if (!input.isTTY || !input.setRawMode)
    throw new Mistake('Nobody can be asked for the key here: pipe it in, with --key-stdin.')
  ask(`${what} (it is not shown): `)
  input.setRawMode(true)
  input.setEncoding('utf8')
  try {
    return judged(await typed(input))
  } finally {
    input.setRawMode(false)
    input.pause()
    ask('\n')
  }
}

function typed(input: Keyboard): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const end = (settle: () => void) => {
      input.off('data', read)
      input.off('end', ended)
      settle()
    }
    const interrupted = () => reject(new Mistake('Interrupted: nothing was changed.', exitCodes.interrupted))
    const ended = () => end(interrupted)
    const read = (part: string) => {
      for (const character of part) {
        if (ENTER.test(character)) return end(() => resolve(text))
        if (character === CTRL_C || character === CTRL_D) return end(interrupted)
        if (character === CTRL_U) text = ''
        else if (BACKSPACE.test(character)) text = [...text].slice(0, -1).join('')
        else text += character
      }
    }
    input.on('data', read).once('end', ended).resume()
  })
}

/** The key without the line's end that came with it. @throws Mistake, without a word of the key */
function judged(text: string): string {
  const key = text.replace(/^\ufeff/, '').trim()
  if (key === '') throw new Mistake('There was no key.')
  if (/[\s{}"]/.test(key))
    throw new Mistake(
      'That is no key: it has blanks, line breaks, quotes or braces inside. The key alone is meant, as the Chat console shows it.',
    )
  if (!/^[\x21-\x7e]+$/.test(key))
    throw new Mistake('That is no key: it has characters that no key has. Copy it anew from the Chat console.')
  return key
}

/** As the console shows keys; a key of another form is no fault for sure. */
const USUAL = /^[\da-f]{64}$/i

/** What is odd about a key, without a word of it; undefined where nothing is. */
export const oddityOf = (key: string): string | undefined =>
  USUAL.test(key)
    ? undefined
    : `the key has ${key.length} characters${/^[\da-f]+$/i.test(key) ? '' : ', not all of them hexadecimal digits'}; those of the Chat console have 64 hexadecimal digits: see that all of it was copied`
