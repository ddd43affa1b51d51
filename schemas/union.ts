/** One kind of object in a union: `properties` holds, under the union's member, the word that tells the kind (`{ const: 'text' }`). */
interface Kind<M extends string> {
  readonly type: 'object'
  readonly required: readonly string[]
  readonly properties: Readonly<Record<M, { readonly const: string }>> & Readonly<Record<string, object>>
}

/** Kinds of no word that is known beforehand: which words they may have, the schema of the member says. */
interface OtherKind<M extends string> {
  readonly type: 'object'
  readonly required: readonly string[]
  readonly properties: Readonly<Record<M, { readonly type: 'string' }>> & Readonly<Record<string, object>>
}

/** What the keyword `unionBy` holds. `otherwise` is asked where the word is none of those that `among` knows. */
export interface Union<M extends string = string> {
  readonly member: M
  readonly among: readonly Kind<M>[]
  readonly otherwise?: OtherKind<M> | undefined
}

/**
 * The schema of an object of one of several kinds, told apart by the word in `member`. It stands in the place of JSON Schema's `oneOf`,
 * which can only say that none of the kinds fits: here the word chooses the kind, and what is wrong is told of that kind alone.
 * A word that is not known is told together with those that are.
 *
 * `FromSchema` knows no keyword of ours, so the type says what it does know: any of these schemas.
 * @param among every kind requires `member`
 */
export function unionBy<
  const M extends string,
  const A extends readonly Kind<M>[],
  const O extends readonly [] | readonly [OtherKind<M>],
>(member: M, among: A, ...[otherwise]: O): { readonly anyOf: readonly [...A, ...O] } {
  const union: Union<M> = { member, among, ...(otherwise && { otherwise }) }
  return { type: 'object', unionBy: union } as unknown as { readonly anyOf: readonly [...A, ...O] }
}
