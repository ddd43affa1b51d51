/** What names an item or its result: the value itself, its one member or, where one of several stands, all of these together. */
export function nameIn(value: unknown, members: readonly string[]): unknown {
  if (members.length === 0) return value
  const names = members.map((member) => Object(value)[member] as unknown)
  return names.length === 1 ? names[0] : JSON.stringify(names)
}
