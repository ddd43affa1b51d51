/** What stands out in a JSON text: a member that its object has already, or where the text stops being JSON. */
export interface Finding {
  /** Where in the text, from 0. */
  readonly at: number
  /** JSON Pointer of the member; without one the text is no JSON from here on, and nothing more is found. */
  readonly pointer?: string
}

/** An object or array that has not ended. */
interface Container {
  /** Kept, since a text can nest as deep as it is long and have a finding at each depth. */
  readonly pointer: string
  /** Undefined for an array. */
  readonly names: Set<string> | undefined
  /** Of the member, or the entry, that is being read. */
  name: string
  index: number
}

const MOST_POINTER_CHARACTERS = 200
const BLANKS = /[ \t\n\r]*/y
/** What may stand in a string as it is: no quote, no backslash, no control character. */
const PLAIN = /[ !#-[\]-\uffff]*/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y

type Wanted = 'value' | 'value or ]' | 'name' | 'name or }' | 'comma or end'

/** Reads a text token by token. It nests as deep as a text is long, so nothing calls itself. */
class Scan {
  readonly #text: string
  readonly #open: Container[] = []
  #wanted: Wanted = 'value'
  #at = 0
  isOver = false

  constructor(text: string) {
    this.#text = text
    this.#skip(BLANKS)
  }

  /** Reads on; tells what stands out there, if anything does. */
  step(): Finding | undefined {
    const found = this.#read(this.#text[this.#at], this.#open.at(-1))
    this.#skip(BLANKS)
    return found
  }

  #read(char: string | undefined, container: Container | undefined): Finding | undefined {
    switch (this.#wanted) {
      case 'comma or end':
        return this.#readOn(char, container)
      case 'name or }':
        return char === '}' ? this.#close() : this.#readName(container)
      case 'name':
        return this.#readName(container)
      case 'value or ]':
        return char === ']' ? this.#close() : this.#readValue(char)
      default:
        return this.#readValue(char)
    }
  }

  #readOn(char: string | undefined, container: Container | undefined): Finding | undefined {
    if (!container) {
      this.isOver = true
      return char === undefined ? undefined : this.#fault()
    }
    if (char === (container.names ? '}' : ']')) return this.#close()
    if (char !== ',') return this.#fault()
    this.#at += 1
    container.index += 1
    this.#wanted = container.names ? 'name' : 'value'
    return undefined
  }

  #readName(container: Container | undefined): Finding | undefined {
    const at = this.#at
    if (!this.#skipString()) return this.#fault()
    const name: string = JSON.parse(this.#text.slice(at, this.#at))
    this.#skip(BLANKS)
    if (this.#text[this.#at] !== ':') return this.#fault()
    this.#at += 1
    this.#wanted = 'value'
    if (!container?.names) return undefined
    container.name = name
    if (container.names.has(name)) return { at, pointer: this.#pointer() }
    container.names.add(name)
    return undefined
  }

  #readValue(char: string | undefined): Finding | undefined {
    this.#wanted = 'comma or end'
    if (char === '"') return this.#skipString() ? undefined : this.#fault()
    if (char === '{' || char === '[') {
      this.#open.push({ pointer: this.#pointer(), names: char === '{' ? new Set() : undefined, name: '', index: 0 })
      this.#wanted = char === '{' ? 'name or }' : 'value or ]'
      this.#at += 1
      return undefined
    }
    return this.#skip(SCALAR) ? undefined : this.#fault()
  }

  #close(): undefined {
    this.#open.pop()
    this.#at += 1
    this.#wanted = 'comma or end'
  }

  #fault(): Finding {
    this.isOver = true
    return { at: this.#at }
  }

  /** Goes behind what matches here; false where nothing does. */
  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at
    if (!pattern.test(this.#text)) return false
    this.#at = pattern.lastIndex
    return true
  }

  /** Goes behind the string that begins here, or to where it breaks off. */
  #skipString(): boolean {
    if (this.#text[this.#at] !== '"') return false
    this.#at += 1
    do this.#skip(PLAIN)
    while (this.#skip(ESCAPE))
    if (this.#text[this.#at] !== '"') return false
    this.#at += 1
    return true
  }

  /** Of the member, or the entry, that is being read; one that is too long to be read by anybody is cut. */
  #pointer(): string {
    const container = this.#open.at(-1)
    if (!container || container.pointer.length > MOST_POINTER_CHARACTERS) return container?.pointer ?? ''
    const { pointer, names, name, index } = container
    const whole = `${pointer}/${names ? name.replaceAll('~', '~0').replaceAll('/', '~1') : index}`
    return whole.length > MOST_POINTER_CHARACTERS ? `${whole.slice(0, MOST_POINTER_CHARACTERS)}…` : whole
  }
}

/** What stands out in a text, in its order and in time linear in its length. */
export function* findingsIn(text: string): Generator<Finding, void, undefined> {
  const scan = new Scan(text)
  while (!scan.isOver) {
    const found = scan.step()
    if (found) yield found
  }
}
