const FIRST_SLOTS = 1 << 12

/**
 * Numbers texts from 0 on, equal ones alike, in 16 bytes each: a million accounts must not cost a million strings. Two texts may get one
 * number where both their hashes of 32 bits are the same; then two accounts share a lane, which does no harm.
 */
export class LaneTable {
  #hashes = new Uint32Array(FIRST_SLOTS * 2)
  /** Number and one; 0 is a free slot. */
  #numbers = new Uint32Array(FIRST_SLOTS)
  #size = 0

  get size(): number {
    return this.#size
  }

  numberOf(text: string): number {
    if (this.#size * 2 >= this.#numbers.length) this.#grow()
    const [one, other] = hashesOf(text)
    const slot = this.#slotOf(one, other)
    const known = this.#numbers[slot] ?? 0
    if (known > 0) return known - 1
    this.#take(slot, one, other, this.#size + 1)
    return this.#size++
  }

  #slotOf(one: number, other: number): number {
    const mask = this.#numbers.length - 1
    let slot = one & mask
    while (this.#numbers[slot] !== 0 && (this.#hashes[slot * 2] !== one || this.#hashes[slot * 2 + 1] !== other)) {
      slot = (slot + 1) & mask
    }
    return slot
  }

  #take(slot: number, one: number, other: number, number: number): void {
    this.#hashes[slot * 2] = one
    this.#hashes[slot * 2 + 1] = other
    this.#numbers[slot] = number
  }

  #grow(): void {
    const [hashes, numbers] = [this.#hashes, this.#numbers]
    this.#hashes = new Uint32Array(hashes.length * 2)
    this.#numbers = new Uint32Array(numbers.length * 2)
    for (const [slot, number] of numbers.entries()) {
      if (number === 0) continue
      const one = hashes[slot * 2] ?? 0
      const other = hashes[slot * 2 + 1] ?? 0
      this.#take(this.#slotOf(one, other), one, other, number)
    }
  }
}

/** Two hashes that have nothing to do with each other (FNV-1a with two primes, mixed at the end). */
export function hashesOf(text: string): readonly [number, number] {
  let one = 0x811c9dc5
  let other = 0x9e3779b9
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    one = Math.imul(one ^ unit, 0x01000193)
    other = Math.imul(other ^ unit, 0x85ebca6b)
    other ^= other >>> 13
  }
  one = Math.imul(one ^ (one >>> 15), 0x2c1b3c6d)
  return [(one ^ (one >>> 13)) >>> 0, other >>> 0]
}
