/** Where Chat's servers are, by kind; the addresses are of the ranges kept for documentation. https://trtc.io/document/36742 */
const addresses: Record<number, string[]> = {
  1: ['192.0.2.1', '192.0.2.2'],
  2: ['198.51.100.1', '198.51.100.2'],
  3: ['192.0.2.33'],
  4: ['198.51.100.33'],
  5: ['203.0.113.1', '203.0.113.2'],
  6: ['203.0.113.129'],
}

/** The addresses of a kind (`nettype`); of all kinds where it names none. */
export function addressesOf(kind: number): string[] {
  return addresses[kind] ?? Object.values(addresses).flat()
}
