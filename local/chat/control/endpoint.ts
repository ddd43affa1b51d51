import type { World } from '../world/index.ts'

export interface ControlAnswer {
  status: number
  /** A string goes out as it is, anything else as JSON. */
  body: unknown
}

/** One thing a person or a test can ask of the emulator beside the protocol. To add one: a file here, a line in index.ts. */
export interface Endpoint {
  method: string
  path: string
  does: string
  /** Of the query, those it knows; none unless said. */
  parameters?: readonly string[]
  answer(world: World, given: { query: URLSearchParams; body: unknown }): ControlAnswer | Promise<ControlAnswer>
}
