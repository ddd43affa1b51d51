declare module 'dynalite' {
  import type { Server } from 'node:http'

  /** A DynamoDB to listen with. It keeps everything in memory unless it is given a path. */
  export default function dynalite(options?: {
    /** How long a new table is CREATING (500). */
    createTableMs?: number
  }): Server
}
