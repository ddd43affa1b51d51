import { type Coding, codingsOf, userSigCodings } from './codings.ts'
import { Needles } from './needles.ts'
import { Recent } from './recent.ts'

/** Something secret that was found where it must not be. */
export interface Leak {
  /** Where: a log, an answer, an event … */
  readonly place: string
  /** What was found, and in which coding; never the secret itself. */
  readonly what: string
}

/** What tells of a secret, whichever it is. */
const suspects: readonly (readonly [what: string, pattern: RegExp])[] = [
  // The base64 of a zlib stream, in Tencent's own alphabet or another, so it begins like this, and is long.
  ['a UserSig', /(?:eJ[wxy]|eN[opqr]|eA[EF])[A-Za-z0-9*\-_]{40,}/],
  // The same with its special characters percent-encoded.
  ['a UserSig', /(?:eJ[wxy]|eN[opqr]|eA[EF])(?:[A-Za-z0-9*\-_]|%2[aAdD]|%5[fF]){40,}/],
  ['a signed URL', /usersig=(?!\[redacted\])[^&\s"']/i],
  ['the inside of a UserSig', /(?:"|%22)TLS\.sig/],
]

/** Searches texts for keys and UserSigs: those it was given, in any usual coding, and whatever else looks like a UserSig. */
export class LeakScan {
  readonly #needles = new Needles()
  readonly #userSigs = new Set<string>()
  readonly #recent = new Recent()
  readonly leaks: Leak[] = []
  /** Characters searched so far. */
  searched = 0

  /** @param secrets by name, such as `the key of app default` */
  constructor(secrets: Readonly<Record<string, string>>) {
    for (const [name, secret] of Object.entries(secrets)) this.add(name, secret)
  }

  /** How many different UserSigs it knows. */
  get userSigs(): number {
    return this.#userSigs.size
  }

  /** Searches for one more from now on, and in what was searched just before. */
  add(name: string, secret: string): void {
    this.#addAll(name, codingsOf(secret))
  }

  /** The same for a UserSig, and for what it is made of. One that is known already is no news. */
  addUserSig(name: string, userSig: string): void {
    if (userSig === '' || this.#userSigs.has(userSig)) return
    this.#userSigs.add(userSig)
    this.#addAll(name, userSigCodings(userSig))
  }

  search(place: string, text: string): void {
    this.searched += text.length
    this.#recent.keep({ place, text })
    for (const what of new Set(this.#needles.in(text))) this.leaks.push({ place, what })
    const suspected = suspects.filter(([, pattern]) => pattern.test(text)).map(([what]) => what)
    for (const what of new Set(suspected)) this.leaks.push({ place, what })
  }

  #addAll(name: string, codings: readonly Coding[]): void {
    for (const [coding, text] of codings) {
      const what = `${name}, ${coding}`
      this.#needles.add(what, text)
      for (const { place } of this.#recent.with(text)) this.leaks.push({ place, what })
    }
  }
}
