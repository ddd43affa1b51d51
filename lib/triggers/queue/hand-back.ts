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

/** Thrown where a doorbell must come back since there is no place in the quota for its caller now. */
export class NoPlace extends Error {
  constructor() {
    super('there is no place in the quota for it now')
    this.name = 'NoPlace'
  }
}
