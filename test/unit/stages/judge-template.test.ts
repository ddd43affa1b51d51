import { describe, expect, test } from 'vitest'
import { judgeTemplate } from '../../../scripts/check-template/judge-template.ts'
import type { Kind, Properties, Spec } from '../../../scripts/check-template/spec.ts'

const text: Kind = { type: 'string' }
const mode: Properties = {
  Mode: { type: { type: 'string', allowedValues: ['Active', 'PassThrough'] } },
  Depth: { type: { type: 'integer' } },
}
const properties: Properties = {
  Name: { type: text, required: true },
  Size: { type: { type: 'integer' } },
  Share: { type: { type: 'number' } },
  On: { type: { type: 'boolean' } },
  Policy: { type: { type: 'union', types: [{ type: 'json' }, text] }, previousTypes: [{ type: 'json' }] },
  Trace: { type: { type: 'ref', reference: { $ref: '1' } } },
  Tags: { type: { type: 'array', element: { type: 'tag' } } },
  Names: { type: { type: 'map', element: text } },
  Old: { type: { type: 'integer' }, previousTypes: [{ type: 'json' }] },
}

/** A description of one type, in the form of AWS's. */
const spec: Spec = {
  lookup: (_entity, _field, _how, type) =>
    type === 'T' ? [{ properties, attributes: { Arn: {}, 'Sub.Name': {} } }] : [],
  get: () => ({ properties: mode }),
}
const faultsOf = (said: object) =>
  judgeTemplate({ Resources: { A: { Type: 'T', Properties: { Name: 'a', ...said } } } }, spec)

describe('a template is found wrong for', () => {
  test.each([
    [{ Nam: 'a' }, 'A.Properties: no property Nam; is it Name?'],
    [{ Foreign: 'a' }, 'A.Properties: no property Foreign'],
    [{ Size: 'many' }, 'A.Properties.Size must be of the type integer, not "many"'],
    [{ Size: 1.5 }, 'A.Properties.Size must be of the type integer, not 1.5'],
    [{ Share: '' }, 'A.Properties.Share must be of the type number, not ""'],
    [{ On: 'yes' }, 'A.Properties.On must be of the type boolean, not "yes"'],
    [{ Name: ['a'] }, 'A.Properties.Name must be of the type string, not ["a"]'],
    [{ Policy: ['a'] }, 'A.Properties.Policy must be of the type json, not ["a"]'],
    [{ Trace: { Mode: 'On' } }, 'A.Properties.Trace.Mode must be one of Active, PassThrough, not "On"'],
    [{ Trace: 'Active' }, 'A.Properties.Trace must be an object'],
    [{ Trace: { Moed: 'Active' } }, 'A.Properties.Trace: no property Moed; is it Mode?'],
    [{ Tags: { a: 'b' } }, 'A.Properties.Tags must be a list'],
    [{ Tags: [{ Name: 'b' }] }, 'A.Properties.Tags.0 must be a tag, with Key and Value'],
    [{ Names: { a: {} } }, 'A.Properties.Names.a must be of the type string, not {}'],
    [
      { Size: { 'Fn::If': ['C', 'x', { Ref: 'AWS::NoValue' }] } },
      'A.Properties.Size must be of the type integer, not "x"',
    ],
    [{ Name: { 'Fn::GetAtt': ['A', 'Url'] } }, 'A has no attribute Url'],
    [{ Name: { 'Fn::GetAtt': 'B.Arn' } }, 'nothing is called B, of which Arn is asked'],
  ])('%j', (said, fault) => {
    expect(faultsOf(said)).toEqual([fault])
  })

  test('what lacks a property', () => {
    expect(judgeTemplate({ Resources: { A: { Type: 'T', Properties: {} } } }, spec)).toEqual([
      'A.Properties: Name is required',
    ])
  })

  test('a type that there is none of', () => {
    expect(judgeTemplate({ Resources: { A: { Type: 'X' } } }, spec)).toEqual(['A: no type X'])
  })
})

test.each([
  [{ Size: '512', On: 'true', Share: '0.5' }],
  [
    {
      Policy: { Version: '1' },
      Trace: { Mode: 'Active', Depth: 1 },
      Tags: [{ Key: 'a', Value: 'b' }],
      Names: { a: 'b' },
    },
  ],
  [{ Policy: '{}', Old: {} }],
  [{ Name: { Ref: 'X' }, Size: { 'Fn::GetAtt': ['A', 'Sub.Name'] } }],
])('%j is sound', (said) => {
  expect(faultsOf(said)).toEqual([])
})
