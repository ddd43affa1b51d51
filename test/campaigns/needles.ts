/** What is looked for, and what to say where it is found. */
type Needle = readonly [what: string, text: string]

/** So many characters of a text are looked up at once, so that thousands of needles take hardly longer than one. */
const WINDOW = 12
/** Bits of what stands for four characters. */
const BITS = 18

/** Looks for many texts in a text at once. */
export class Needles {
  /** By how they begin. */
  readonly #needles = new Map<string, Needle[]>()
  readonly #short: Needle[] = []
  /** Marks how needles may begin, by their first four characters: most places are passed over by that alone. */
  readonly #begins = new Uint8Array(2 ** BITS)

  add(what: string, text: string): void {
    const begin = text.slice(0, WINDOW)
    const known = this.#needles.get(begin)
    if (text.length < WINDOW) this.#short.push([what, text])
    else if (known) known.push([what, text])
    else this.#needles.set(begin, [[what, text]])
    this.#begins[slotOf([0, 1, 2, 3].reduce((four, at) => shifted(four, text, at), 0))] = 1
  }

  /** What is in the text, as often as it is. */
  *in(text: string): Generator<string> {
    for (const [what, needle] of this.#short) if (text.includes(needle)) yield what
    for (let four = 0, end = 0; end < text.length; end++) {
      four = shifted(four, text, end)
      if (this.#begins[slotOf(four)] === 1) yield* this.#at(text, end - 3)
    }
  }

  *#at(text: string, at: number): Generator<string> {
    const near = this.#needles.get(text.slice(at, at + WINDOW))
    for (const [what, needle] of near ?? []) if (text.startsWith(needle, at)) yield what
  }
}

/** The last four characters, with one more. */
const shifted = (four: number, text: string, at: number): number => (four << 8) ^ text.charCodeAt(at)

/** Multiplied by the golden ratio, neighbours come to lie far apart. */
const slotOf = (four: number): number => Math.imul(four, 0x9e3779b1) >>> (32 - BITS)
