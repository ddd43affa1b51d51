/** A password before the @ of an address, a member of a query or a file that is called so, keys of AWS and Chat, and tokens: long and mixed. */
const SECRETS: readonly RegExp[] = [
  /[^\s/@]*:[^\s/@]+@/,
  /\/\/[^\s/@]+@/,
  /(pass(word|wd|phrase)?|secret|token|key|credential|signature|auth\w*)["']?\s*[=:]/i,
  /(?<![A-Z\d])(AKIA|ASIA)[A-Z\d]{16}(?![A-Z\d])/,
  /-----BEGIN /,
  /(?<![\da-f])[\da-f]{32,}(?![\da-f])/i,
  /(?=[\w+/=.-]*[a-z])(?=[\w+/=.-]*[A-Z])(?=[\w+/=.-]*\d)[\w+/=.-]{20,}/,
]
const MOST_CHARACTERS = 100

/**
 * Ends the sentence that refuses a setting: what stands there instead. The sentence goes into logs and the output of CI, which others read,
 * so what looks like a secret that was put into the wrong place is not shown.
 * @param written the value as it is shown, with its quotes
 */
export function insteadOf(written: string): string {
  if (SECRETS.some((pattern) => pattern.test(written)))
    return 'and what stands there is not shown, as it looks like a password, a key or a token'
  return `not ${written.length > MOST_CHARACTERS ? `${written.slice(0, MOST_CHARACTERS)}…` : written}`
}
