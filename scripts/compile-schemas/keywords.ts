import { _, type Code, type CodeKeywordDefinition, type KeywordDefinition, stringify } from 'ajv'
import { hasDouble, isUtcTime, passingFault, textFault } from '../../schemas/text.ts'
import type { Union } from '../../schemas/union.ts'

/** They only tell good from bad: what is wrong, lib/validate/faults.ts finds out. */
const bytes: CodeKeywordDefinition = {
  keyword: 'bytes',
  type: 'string',
  schemaType: 'array',
  code(cxt) {
    const check = cxt.gen.scopeValue('func', { ref: textFault, code: _`textFault` })
    cxt.fail(_`${check}(${cxt.data}, ${cxt.schema[0]}, ${cxt.schema[1]}) !== ""`)
  },
}

const utcTime: CodeKeywordDefinition = {
  keyword: 'utcTime',
  type: 'string',
  schemaType: 'boolean',
  code(cxt) {
    const check = cxt.gen.scopeValue('func', { ref: isUtcTime, code: _`isUtcTime` })
    cxt.fail(_`!${check}(${cxt.data})`)
  },
}

/** A time that is no later than this one: as texts of one form they follow each other as they do in time. */
const latest: CodeKeywordDefinition = {
  keyword: 'latest',
  type: 'string',
  schemaType: 'string',
  code(cxt) {
    cxt.fail(_`${cxt.data} > ${cxt.schema}`)
  },
}

const intact: CodeKeywordDefinition = {
  keyword: 'intact',
  type: 'string',
  schemaType: 'boolean',
  code(cxt) {
    cxt.fail(_`${cxt.data}.includes("\ufffd")`)
  },
}

/** An object that goes up as it came, at most so many levels deep. */
const passedOn: CodeKeywordDefinition = {
  keyword: 'passedOn',
  type: 'object',
  schemaType: 'number',
  code(cxt) {
    const check = cxt.gen.scopeValue('func', { ref: passingFault, code: _`passingFault` })
    cxt.fail(_`${check}(${cxt.data}, ${cxt.schema}) !== ""`)
  },
}

/** No two entries have the same id: the entry itself (`''`), a member, or several members together (a list of names). */
const uniqueBy: CodeKeywordDefinition = {
  keyword: 'uniqueBy',
  type: 'array',
  schemaType: ['string', 'array'],
  code(cxt) {
    const check = cxt.gen.scopeValue('func', { ref: hasDouble, code: _`hasDouble` })
    cxt.fail(_`${check}(${cxt.data}, ${stringify(cxt.schema)})`)
  },
}

/** How many of some members are present, as code. */
const countOf = (data: Code, names: readonly string[]): Code =>
  names.map((name) => _`(${data}[${name}] !== undefined)`).reduce((sum, one) => _`${sum} + ${one}`)

/** Of these members at least one is given. `changesOneOf` says the same of an object that changes something. */
const atLeastOneOf = (keyword: 'atLeastOneOf' | 'changesOneOf'): CodeKeywordDefinition => ({
  keyword,
  type: 'object',
  schemaType: 'array',
  code(cxt) {
    cxt.fail(_`${countOf(cxt.data, cxt.schema)} < 1`)
  },
})

/** Of these members exactly one is given. */
const exactlyOneOf: CodeKeywordDefinition = {
  keyword: 'exactlyOneOf',
  type: 'object',
  schemaType: 'array',
  code(cxt) {
    cxt.fail(_`${countOf(cxt.data, cxt.schema)} !== 1`)
  },
}

/** An object of one of several kinds, told by the word that stands in one member: see schemas/union.ts. */
const unionBy: KeywordDefinition = {
  keyword: 'unionBy',
  type: 'object',
  schemaType: 'object',
  macro: ({ member, among, otherwise }: Union) => ({
    type: 'object',
    required: [member],
    ...among.reduceRight<object | false>(
      (rest, one) => ({
        if: { type: 'object', properties: { [member]: one.properties[member] } },
        // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema; nobody awaits a schema
        then: one,
        else: rest,
      }),
      otherwise ?? false,
    ),
  }),
}

/** Keywords of ours that request schemas are written with, for Ajv. */
export const keywords: readonly KeywordDefinition[] = [
  ...[bytes, intact, utcTime, latest, passedOn, uniqueBy, exactlyOneOf, unionBy],
  ...[atLeastOneOf('atLeastOneOf'), atLeastOneOf('changesOneOf')],
]
