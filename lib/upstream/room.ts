/** Somebody who needs room. */
interface Entrant {
  readonly bytes: number
  readonly enter: () => void
}

/** What may be held at once, all together: whoever comes when it is full waits in line. */
export class Room {
  #freeBytes: number
  readonly #line: Entrant[] = []

  constructor(bytes: number) {
    this.#freeBytes = bytes
  }

  /**
   * Calls `enter` as soon as there is room for so much and all before it have got theirs, at once where that is so now.
   * @param bytes no more than the whole room
   * @returns gives the room back, or up where it has not come yet; further calls do nothing
   */
  take(bytes: number, enter: () => void): () => void {
    const entrant = { bytes, enter }
    this.#line.push(entrant)
    this.#admit()
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      const place = this.#line.indexOf(entrant)
      if (place >= 0) this.#line.splice(place, 1)
      else this.#freeBytes += bytes
      this.#admit()
    }
  }

  #admit(): void {
    for (let first = this.#line[0]; first && first.bytes <= this.#freeBytes; first = this.#line[0]) {
      this.#line.shift()
      this.#freeBytes -= first.bytes
      first.enter()
    }
  }
}
