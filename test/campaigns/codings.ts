import { inflateSync } from 'node:zlib'

/** What a secret looks like in a text, and what that coding is called. */
export type Coding = readonly [name: string, text: string]

/** What a secret could look like in a text: as it is, reversed into bytes, or encoded as logs and URLs encode. */
export function codingsOf(secret: string): Coding[] {
  const bytes = Buffer.from(secret)
  const percent = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
  return distinct([
    ['as it is', secret],
    ['percent-encoded', encodeURIComponent(secret)],
    ['percent-encoded throughout', percent],
    ['percent-encoded throughout, in capitals', percent.toUpperCase()],
    ...hexOf(bytes),
    ['in JSON', JSON.stringify(secret).slice(1, -1)],
    ...base64Of(bytes),
  ])
}

/**
 * A UserSig is the base64, in Tencent's own alphabet, of a zlib stream of a JSON with a signature in it: whoever has any of these
 * has the UserSig.
 */
export function userSigCodings(userSig: string): Coding[] {
  const base64 = userSig.replaceAll('*', '+').replaceAll('-', '/').replaceAll('_', '')
  const zlib = Buffer.from(base64, 'base64')
  const bytes: Coding[] = [
    ...alphabetsOf(base64),
    ['in percent-encoded base64', encodeURIComponent(base64)],
    ...hexOf(zlib),
  ]
  return distinct([
    ...codingsOf(userSig),
    ...bytes.map(([name, text]): Coding => [`its bytes ${name}`, text]),
    ...signatureCodings(zlib),
  ])
}

/** Of the base64 of an HMAC-SHA256 there are 43 characters; what is short may stand anywhere by chance. */
const LEAST_SIGNATURE = 24

function signatureCodings(zlib: Buffer): Coding[] {
  const signature = signatureIn(zlib)?.replace(/=+$/, '')
  if (signature === undefined || signature.length < LEAST_SIGNATURE) return []
  return codingsOf(signature).map(([name, text]) => [`its signature ${name}`, text])
}

function signatureIn(zlib: Buffer): string | undefined {
  try {
    return String(JSON.parse(inflateSync(zlib).toString())['TLS.sig'])
  } catch {
    // A request's `usersig` need not be one of ours.
    return undefined
  }
}

const hexOf = (bytes: Buffer): Coding[] => {
  const hex = bytes.toString('hex')
  return [
    ['in hexadecimal', hex],
    ['in hexadecimal capitals', hex.toUpperCase()],
  ]
}

const alphabetsOf = (base64: string): Coding[] => [
  ['in base64', base64],
  ['in URL-safe base64', base64.replaceAll('+', '-').replaceAll('/', '_')],
]

/** Whatever stands before a secret shifts its base64: of each of the three shifts, the part that depends on the secret alone. */
const base64Of = (bytes: Buffer): Coding[] =>
  [0, 1, 2].flatMap((shift) => {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    return alphabetsOf(shifted.slice(shift === 0 ? 0 : shift + 1, -1))
  })

/** Each text once, under the first name it has. */
const distinct = (codings: readonly Coding[]): Coding[] =>
  codings.filter(([, text], index) => codings.findIndex(([, other]) => other === text) === index)
