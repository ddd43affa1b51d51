/** AWS's own description of its resource types, as `@aws-cdk/aws-service-spec` hands it out. Only what is asked of it stands here. */
export interface Spec {
  lookup(entity: 'resource', field: 'cloudFormationType', how: 'equals', type: string): readonly ResourceType[]
  get(entity: 'typeDefinition', reference: Reference): { readonly properties: Properties }
}

interface Reference {
  readonly $ref: string
}

export type Properties = Readonly<Record<string, Property>>

export interface Property {
  readonly type: Kind
  readonly required?: boolean
  readonly causesReplacement?: 'yes' | 'no' | 'maybe'
  /** What it was described as before, which AWS still takes. */
  readonly previousTypes?: readonly Kind[]
}

export interface ResourceType {
  readonly properties: Properties
  readonly attributes: Readonly<Record<string, unknown>>
}

/** The type of a value. */
export type Kind =
  | { readonly type: 'string' | 'integer'; readonly allowedValues?: readonly (string | number)[] }
  | { readonly type: 'number' | 'boolean' | 'json' | 'date-time' | 'tag' }
  | { readonly type: 'array' | 'map'; readonly element: Kind }
  | { readonly type: 'union'; readonly types: readonly Kind[] }
  | { readonly type: 'ref'; readonly reference: Reference }
