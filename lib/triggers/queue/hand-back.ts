/** Thrown where a doorbell must come back: its account's group waits for it meanwhile. */
export class HandBack extends Error {
  readonly seconds: number

  /** @param seconds until it is to come back */
  constructor(seconds: number, reason: string) {
    super(reason)
    this.name = 'HandBack'
    this.seconds = seconds
  }
}
