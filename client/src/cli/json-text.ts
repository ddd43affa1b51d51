/** Where a JSON text is wrong: line and column count from 1, in characters. */
export class JsonFault extends Error {
  readonly line: number
  readonly column: number

  constructor(what: string, text: string, at: number) {
    const before = text.slice(0, at).split('\n')
    super(what)
    this.name = 'JsonFault'
    this.line = before.length
    this.column = [...before.at(-1)!].length + 1
  }
}

/** Deeper than any body of an operation, and far from what would overflow the stack. */
const MOST_DEPTH = 200
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON has them escaped in a text, so that one as it is ends the match
const STRING = /"(?:[^"\\\0-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const BLANKS = /[ \t\r\n]*/y
const WORDS: Readonly<Record<string, unknown>> = { true: true, false: false, null: null }

/**
 * Reads JSON as `JSON.parse` does, but says where it is wrong, in the same words on every Node; and a name that stands twice in one
 * object, of which `JSON.parse` drops the first without a word, is a fault, as it is for the gateway.
 * @throws JsonFault
 */
export function parseJson(text: string): unknown {
  const reader = new Reader(text)
  const value = reader.value(0)
  reader.end()
  return value
}

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  value(depth: number): unknown {
    this.#match(BLANKS)
    const first = this.#text[this.#at]
    if (depth > MOST_DEPTH) this.#fail(`it is nested more than ${MOST_DEPTH} deep`)
    if (first === '{') return this.#object(depth)
    if (first === '[') return this.#array(depth)
    if (first === '"') return this.#string()
    const number = this.#match(NUMBER)
    if (number !== undefined) return this.#finite(number)
    const word = Object.keys(WORDS).find((known) => this.#text.startsWith(known, this.#at))
    if (word === undefined) return this.#fail(this.#isOver() ? 'a value is missing' : 'a value should stand here')
    this.#at += word.length
    return WORDS[word]
  }

  end(): void {
    this.#match(BLANKS)
    if (!this.#isOver()) this.#fail('the JSON has ended before this')
  }

  #object(depth: number): unknown {
    const members = new Map<string, unknown>()
    this.#each('}', () => {
      const at = this.#at
      if (this.#text[at] !== '"') this.#fail('a name in double quotes should stand here')
      const name = this.#string()
      if (members.has(name)) this.#fail(`the name ${JSON.stringify(name)} stands twice in this object`, at)
      this.#match(BLANKS)
      if (!this.#takes(':')) this.#fail('":" should stand here')
      members.set(name, this.value(depth + 1))
    })
    return Object.fromEntries(members)
  }

  #array(depth: number): unknown[] {
    const items: unknown[] = []
    this.#each(']', () => items.push(this.value(depth + 1)))
    return items
  }

  /** What stands between brackets, with commas. */
  #each(close: string, readOne: () => void): void {
    this.#at++
    this.#match(BLANKS)
    if (this.#takes(close)) return
    for (;;) {
      this.#match(BLANKS)
      readOne()
      this.#match(BLANKS)
      if (this.#takes(close)) return
      if (!this.#takes(',')) this.#fail(`"," or "${close}" should stand here`)
    }
  }

  #string(): string {
    const found = this.#match(STRING)
    return found === undefined
      ? this.#fail('this text is not closed, or holds what must be escaped')
      : JSON.parse(found)
  }

  #finite(text: string): number {
    const number = Number(text)
    // A whole number must come out at the other end as it was written.
    const isKept = !/^-?[1-9]\d*$/.test(text) || String(number) === text
    if (isKept && Number.isFinite(number)) return number
    return this.#fail(`the number ${text.slice(0, 40)} is too large to be kept exactly`, this.#at - text.length)
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const [found] = pattern.exec(this.#text) ?? []
    this.#at += found?.length ?? 0
    return found
  }

  #takes(character: string): boolean {
    if (this.#text[this.#at] !== character) return false
    this.#at++
    return true
  }

  #isOver(): boolean {
    return this.#at >= this.#text.length
  }

  #fail(what: string, at = this.#at): never {
    throw new JsonFault(at >= this.#text.length ? `${what}, but the text ends` : what, this.#text, at)
  }
}
