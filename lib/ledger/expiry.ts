/**
 * Until when an item counts, in Unix milliseconds: every decision compares `expiresAtMs`, since DynamoDB deletes late
 * what its time to live (`expiresAt`, Unix seconds) has ended. Compared with the clock of the instance that asks.
 */
export const expiring = (atMs: number) => ({ expiresAtMs: atMs, expiresAt: Math.ceil(atMs / 1000) })

/** For a `when` with `:now` and `:owner`: nobody else's item is in force. Ours may be, where the SDK has repeated our write. */
export const FREE_FOR_OWNER = 'attribute_not_exists(#pk) OR #expiresAtMs <= :now OR #owner = :owner'
