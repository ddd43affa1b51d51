/** An object of which at least one of the members must stand. */
export type SomeOf<T, K extends keyof T> = T & { [P in K]: Standing<T, P> }[K]

/** An object of which exactly one of the members must stand. */
export type OneOf<T, K extends keyof T> = Omit<T, K> &
  { [P in K]: Standing<T, P> & { readonly [Q in Exclude<K, P>]?: undefined } }[K]

type Standing<T, P extends keyof T> = { readonly [Q in P]-?: Exclude<T[Q], undefined> }
