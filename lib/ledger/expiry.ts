/**
 * The attributes that say until when an item counts. Every decision compares `expiresAtMs` (Unix milliseconds) with the clock of the
 * instance that asks. `expiresAt` (Unix seconds) is DynamoDB's time to live, which deletes items late.
 */
export const expiring = (atMs: number) => ({ expiresAtMs: atMs, expiresAt: Math.ceil(atMs / 1000) })

/** A condition with `:now` and `:owner`: nobody else's item counts now. Our own may, if the SDK repeated our write. */
export const FREE_FOR_OWNER = 'attribute_not_exists(#pk) OR #expiresAtMs <= :now OR #owner = :owner'
