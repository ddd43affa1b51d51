import type { Json } from '../api/components.ts'
import { type Html, html, inCode, joined, marked, type Part } from './html.ts'

type ByName = Readonly<Record<string, Json>>

/** A schema as the document has it, as far as the page reads it. */
interface Schema extends Json {
  readonly $ref?: string
  readonly description?: string
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly required?: readonly string[]
  readonly properties?: ByName
  readonly items?: Schema
  readonly oneOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly additionalProperties?: boolean | Schema
}

/** How a schema is called where it stands in others. */
export const schemaAnchor = (name: string): string => `schema-${name}`

const nameIn = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1)

/** The schemas of the document on one page: each stands written out in one place, and every other place leads there. */
export class Schemas {
  readonly #all: ByName
  readonly #uses = new Map<string, number>()
  readonly #written = new Set<string>()

  constructor(document: Json) {
    this.#all = ((document.components as Json).schemas ?? {}) as ByName
    this.#count(document)
  }

  /** What is not written out yet, in the order of the document. */
  left(): string[] {
    return Object.keys(this.#all).filter((name) => !this.#written.has(name))
  }

  /**
   * What a schema takes or holds.
   * @param owner what the names of schemas begin with that belong here, such as `FriendsUpdate`; of others those that nobody else uses
   */
  body(schema: Json, owner: string): Part {
    const { $ref } = schema as Schema
    if ($ref === undefined) return this.#inside(schema as Schema, owner)
    const name = nameIn($ref)
    if (!this.#belongs(name, owner)) return html`<p class="see">${linkTo(name)}</p>`
    return html`<div id="${schemaAnchor(name)}">${this.named(name, owner)}</div>`
  }

  /** A named schema, written out. */
  named(name: string, owner: string): Part {
    this.#written.add(name)
    const schema = (this.#all[name] ?? {}) as Schema
    const told = schema.description === undefined ? undefined : html`<p>${marked(schema.description)}</p>`
    const isUnion = formsOf(schema) !== undefined
    return [
      told,
      (isUnion || !this.#hasInside(schema)) && html`<p class="type">${isUnion ? ONE_OF : this.#typeOf(schema)}</p>`,
      this.#inside(schema, owner),
    ]
  }

  #belongs(name: string, owner: string): boolean {
    if (this.#written.has(name)) return false
    return (owner !== '' && name.startsWith(owner)) || this.#uses.get(name) === 1
  }

  #count(value: unknown): void {
    if (typeof value !== 'object' || value === null) return
    for (const [key, inner] of Object.entries(value)) {
      // The words of a discriminator name again what stands beside it.
      if (key === 'mapping') continue
      if (key === '$ref' && typeof inner === 'string') {
        const name = nameIn(inner)
        this.#uses.set(name, (this.#uses.get(name) ?? 0) + 1)
      } else this.#count(inner)
    }
  }

  #hasInside({ $ref, properties, items, oneOf, anyOf, additionalProperties }: Schema): boolean {
    if ($ref !== undefined) return false
    if (properties || oneOf || anyOf) return true
    if (typeof additionalProperties === 'object') return this.#hasInside(additionalProperties)
    return items !== undefined && (items.$ref !== undefined || this.#hasInside(items))
  }

  #inside(schema: Schema, owner: string): Part {
    const { properties = {}, required = [], items, additionalProperties } = schema
    const members = Object.entries(properties).map(([name, inner]) =>
      this.#member(name, inner as Schema, required.includes(name), owner),
    )
    const forms = formsOf(schema)
    return [
      members.length > 0 && html`<ul class="members">${members}</ul>`,
      items && this.#entry(items, owner),
      typeof additionalProperties === 'object' && this.#inside(additionalProperties, owner),
      forms && this.#forms(forms, owner),
    ]
  }

  #entry(items: Schema, owner: string): Part {
    return items.$ref === undefined ? this.#inside(items, owner) : this.body(items, owner)
  }

  #member(name: string, schema: Schema, isRequired: boolean, owner: string): Html {
    const need = isRequired ? html` <span class="need">required</span>` : undefined
    const words = schema.description ?? limitsOf(schema)
    const inside = this.#hasInside(schema) || (schema.$ref && this.#belongs(nameIn(schema.$ref), owner))
    return html`<li><b class="name">${name}</b> <span class="type">${this.#typeOf(schema)}</span>${need}${
      words && html`<p>${marked(words)}</p>`
    }${inside && this.#folded(schema, owner)}</li>`
  }

  /** Bodies of a few members stand open; what is long is opened by whoever wants it. */
  #folded(schema: Schema, owner: string): Html {
    const inside = schema.$ref === undefined ? this.#inside(schema, owner) : this.body(schema, owner)
    const entries = schema.type === 'array' ? schema.items : schema
    const names = Object.keys(entries?.properties ?? {})
    const other = formsOf(entries ?? {}) ? ONE_OF : 'What it holds'
    const title = names.length > 0 ? joined(names.map(inCode), ', ') : other
    return html`<details${names.length > 0 && names.length < 12 && html` open`}><summary>${title}</summary>${inside}</details>`
  }

  #forms(forms: readonly Schema[], owner: string): Part {
    const lines = forms.map((form) => {
      const name = form.$ref === undefined ? undefined : nameIn(form.$ref)
      if (name === undefined) return html`<li>${titleOf(form)}${this.#inside(form, owner)}</li>`
      if (!this.#belongs(name, owner)) return html`<li>${linkTo(name)}</li>`
      const title = titleOf((this.#all[name] ?? {}) as Schema)
      return html`<li id="${schemaAnchor(name)}"><details><summary>${title ?? name}</summary>${this.named(name, owner)}</details></li>`
    })
    return html`<ul class="forms">${lines}</ul>`
  }

  #typeOf(schema: Schema): Part {
    const { $ref, type, const: only, enum: some, items, additionalProperties } = schema
    if ($ref !== undefined) return linkTo(nameIn($ref))
    if (only !== undefined) return inCode(JSON.stringify(only))
    if (some)
      return joined(
        some.map((word) => inCode(JSON.stringify(word))),
        ' or ',
      )
    if (items) return formsOf(items) ? 'list' : html`list of ${this.#typeOf(items)}`
    if (formsOf(schema)) return type ?? 'object'
    if (typeof additionalProperties === 'object') return html`object, each ${this.#typeOf(additionalProperties)}`
    return type ?? 'anything'
  }
}

const ONE_OF = 'One of these'

const formsOf = ({ oneOf, anyOf }: Schema): readonly Schema[] | undefined => oneOf ?? anyOf

const linkTo = (name: string): Html => html`<a href="#${schemaAnchor(name)}">${name}</a>`

/** What tells one form from the others: the member with one word. */
function titleOf({ properties = {} }: Schema): Html | undefined {
  const [found] = Object.entries(properties).filter(([, { const: only }]) => typeof only === 'string')
  return found && html`${inCode(found[0])} ${inCode(JSON.stringify(found[1].const))}`
}

/** Limits of a schema without words of its own, in words. */
export function limitsOf({ type, minimum, maximum, minLength, minItems, pattern, format }: Schema): string | undefined {
  const number = (value: unknown) => Number(value).toLocaleString('en')
  if (format === 'date-time') return 'A time in UTC, `YYYY-MM-DDTHH:MM:SSZ`.'
  if (minimum !== undefined && maximum !== undefined) return `${number(minimum)} to ${number(maximum)}.`
  if (minimum !== undefined) return `At least ${number(minimum)}.`
  if (typeof pattern === 'string') return `Matches \`${pattern}\`.`
  if (type === 'string' && minLength === 1) return 'Not empty.'
  return minItems === 1 ? 'Not empty.' : undefined
}
