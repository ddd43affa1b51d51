/** What may be held at once, all together: whoever comes when it is full waits in line. */
export class Room {
  #freeBytes: number
  readonly #line: Place[] = []

  constructor(bytes: number) {
    this.#freeBytes = bytes
  }

  /** @param bytes no more than the whole room */
  place(bytes: number): Place {
    return new Place(bytes, this)
  }

  /** Called by a place that wants in. */
  queue(place: Place): void {
    this.#line.push(place)
    this.#admit()
  }

  /** Called by a place whose holder goes, wherever it is. */
  give(place: Place): void {
    const at = this.#line.indexOf(place)
    if (at >= 0) this.#line.splice(at, 1)
    else this.#freeBytes += place.bytes
    this.#admit()
  }

  #admit(): void {
    for (let first = this.#line[0]; first && first.bytes <= this.#freeBytes; first = this.#line[0]) {
      this.#line.shift()
      this.#freeBytes -= first.bytes
      first.onEntered()
    }
  }
}

/** Somebody's part of the room. */
export class Place {
  readonly bytes: number
  readonly #room: Room
  #stage: 'before' | 'queued or inside' | 'over' = 'before'
  onEntered: () => void = () => undefined

  constructor(bytes: number, room: Room) {
    this.bytes = bytes
    this.#room = room
  }

  /** Calls `onEntered` once there is room, and all who came before have got theirs: at once where that is so now. */
  enter(onEntered: () => void): void {
    this.onEntered = onEntered
    this.#stage = 'queued or inside'
    this.#room.queue(this)
  }

  /** Gives the room back, or the wish for it up; doing so again does nothing. */
  leave(): void {
    if (this.#stage === 'queued or inside') this.#room.give(this)
    this.#stage = 'over'
  }
}
