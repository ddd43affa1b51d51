import { type App, newKey } from './app.ts'

export const rotationOrders = ['together', 'secret-first', 'chat-first'] as const
export type RotationOrder = (typeof rotationOrders)[number]

interface Pending {
  /** The side that is still to change. */
  side: 'secret' | 'chat'
  change: () => void
  timer: NodeJS.Timeout | undefined
}

/** Key rotations whose second side is still to come. */
export class Rotations {
  readonly #publish: (app: App) => void
  readonly #pending = new Map<string, Pending>()

  /** `publish` tells the gateway's side (its secret) that the app's `secretKey` changed. */
  constructor(publish: (app: App) => void) {
    this.#publish = publish
  }

  has(app: App): boolean {
    return this.#pending.has(app.name)
  }

  /** Gives the app a new key: the first side at once, the other after `gapMs`, or on `finish` where that is undefined. */
  start(app: App, order: RotationOrder, gapMs: number | undefined): void {
    const key = newKey()
    const chatSide = () => {
      app.key = key
    }
    const secretSide = () => {
      app.secretKey = key
      this.#publish(app)
    }
    const [first, second] = order === 'chat-first' ? [chatSide, secretSide] : [secretSide, chatSide]
    first()
    const timer = gapMs === undefined ? undefined : setTimeout(() => this.finish(app), gapMs).unref()
    this.#pending.set(app.name, { side: order === 'chat-first' ? 'secret' : 'chat', change: second, timer })
    if (order === 'together') this.finish(app)
  }

  /** Changes the second side now, and says which one that was; does nothing where no rotation is open. */
  finish(app: App): Pending['side'] | undefined {
    const pending = this.#pending.get(app.name)
    clearTimeout(pending?.timer)
    this.#pending.delete(app.name)
    pending?.change()
    return pending?.side
  }

  /** Lets the second side be as it is. */
  cancel(app: App): void {
    clearTimeout(this.#pending.get(app.name)?.timer)
    this.#pending.delete(app.name)
  }

  cancelAll(): void {
    for (const { timer } of this.#pending.values()) clearTimeout(timer)
    this.#pending.clear()
  }
}
