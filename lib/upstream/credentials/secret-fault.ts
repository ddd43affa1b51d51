/** What is wrong with a secret, without a word of what it holds. */
export class SecretFault extends Error {}

/** @throws SecretFault unless the condition is met */
export function demand(isMet: boolean, fault: string): void {
  if (!isMet) throw new SecretFault(fault)
}

export const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.isWellFormed()
