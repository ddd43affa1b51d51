/** Something secret that was found where it must not be. */
export interface Leak {
  /** Where: a log, an answer, an event … */
  readonly place: string
  /** What was found, and in which coding; never the secret itself. */
  readonly what: string
}

/** A UserSig is the base64 of a zlib stream in Tencent's own alphabet, so it begins like this, and is long. */
const ANY_USER_SIG = /(?:eJ[wxy]|eN[opqr]|eA[EF])[A-Za-z0-9*\-_]{40,}/
/** The same with its three special characters percent-encoded. */
const ANY_ENCODED_USER_SIG = /(?:eJ[wxy]|eN[opqr]|eA[EF])(?:[A-Za-z0-9*\-_]|%2[aAdD]|%5[fF]){40,}/
const ANY_SIGNED_URL = /usersig=(?!\[redacted\])[^&\s"']/i

/** What a secret could look like in a text: as it is, reversed into bytes, or encoded as logs and URLs encode. */
function codingsOf(secret: string): [coding: string, text: string][] {
  const bytes = Buffer.from(secret)
  const percent = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
  return [
    ['as it is', secret],
    ['percent-encoded', encodeURIComponent(secret)],
    ['percent-encoded throughout', percent],
    ['percent-encoded throughout, in capitals', percent.toUpperCase()],
    ['in hexadecimal', bytes.toString('hex')],
    ['in hexadecimal capitals', bytes.toString('hex').toUpperCase()],
    ['in JSON', JSON.stringify(secret).slice(1, -1)],
    ...base64Of(bytes),
  ]
}

/** Whatever stands before a secret shifts its base64: of each of the three shifts, the part that depends on the secret alone. */
function base64Of(bytes: Buffer): [string, string][] {
  return [0, 1, 2].flatMap((shift): [string, string][] => {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    const own = shifted.slice(shift === 0 ? 0 : shift + 1, -1)
    return [
      ['in base64', own],
      ['in URL-safe base64', own.replaceAll('+', '-').replaceAll('/', '_')],
    ]
  })
}

type Needle = readonly [what: string, text: string]

/** So many characters of a text are looked up at once, so that a thousand secrets take hardly longer than one. */
const WINDOW = 12

/** Searches texts for keys and UserSigs: those it was given, in any usual coding, and whatever else looks like a UserSig. */
export class LeakScan {
  /** By how they begin. */
  readonly #needles = new Map<string, Needle[]>()
  readonly #short: Needle[] = []
  readonly leaks: Leak[] = []
  /** Characters searched so far. */
  searched = 0

  /** @param secrets by name, such as `the key of app default` */
  constructor(secrets: Readonly<Record<string, string>>) {
    for (const [name, secret] of Object.entries(secrets)) this.add(name, secret)
  }

  /** Searches for one more from now on. */
  add(name: string, secret: string): void {
    for (const [coding, text] of codingsOf(secret)) {
      const needle: Needle = [`${name}, ${coding}`, text]
      const begin = text.slice(0, WINDOW)
      if (text.length < WINDOW) this.#short.push(needle)
      else this.#needles.set(begin, [...(this.#needles.get(begin) ?? []), needle])
    }
  }

  search(place: string, text: string): void {
    this.searched += text.length
    for (const what of new Set(this.#found(text))) this.leaks.push({ place, what })
    if (ANY_USER_SIG.test(text) || ANY_ENCODED_USER_SIG.test(text)) this.leaks.push({ place, what: 'a UserSig' })
    if (ANY_SIGNED_URL.test(text)) this.leaks.push({ place, what: 'a signed URL' })
  }

  *#found(text: string): Generator<string> {
    for (const [what, needle] of this.#short) if (text.includes(needle)) yield what
    for (let at = 0; at + WINDOW <= text.length; at++) {
      const near = this.#needles.get(text.slice(at, at + WINDOW))
      for (const [what, needle] of near ?? []) if (text.startsWith(needle, at)) yield what
    }
  }
}
