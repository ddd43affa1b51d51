import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { StartError } from '../../../local/aws/start-error.ts'
import { readTables } from '../../../local/aws/tables.ts'
import { Template } from '../../../local/aws/template.ts'
import { inYaml, serviceOf } from './fixture.ts'

/** A table's resource under a key, and its name. */
const table = (id: string, name: string) => `${id}: { Type: AWS::DynamoDB::Table, Properties: { TableName: ${name} } }`

/** A service with these resources, and files beside its serverless.yml. */
function templateWith(resources: string, files: Record<string, string> = {}): Template {
  const serverless = serviceOf(`service: chat\nprovider: { stage: test }\n${resources}`)
  for (const [name, yaml] of Object.entries(files)) {
    const file = path.join(path.dirname(serverless), name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, inYaml(yaml))
  }
  return new Template(serverless, { NAME: 'given' })
}

const namesIn = (template: Template) => readTables(template).map(({ properties }) => properties.TableName)

const files = {
  'resources/tables.yml': `Resources:\n  ${table('First', "'@{self:service}-@{sls:stage}-@{env:NAME}'")}\n  ${table('Second', 'second')}`,
  'more.yml': `Conditions: {}\nResources:\n  ${table('Third', 'third')}`,
  'no-resources.yml': 'Outputs: {}',
}

test.each([
  [`resources: { Resources: { ${table('Inline', 'inline')} } }`, ['inline']],
  [
    `resources: [{ Resources: { ${table('One', 'one')} } }, { Outputs: {} }, { Resources: { ${table('Two', 'two')} } }]`,
    ['one', 'two'],
  ],
  ['resources: "@{file(resources/tables.yml)}"', ['chat-test-given', 'second']],
  [
    `resources: ["@{file(./resources/tables.yml)}", { Resources: { ${table('Inline', 'inline')} } }, "@{file(more.yml)}", "@{file(no-resources.yml)}"]`,
    ['chat-test-given', 'second', 'inline', 'third'],
  ],
  [`resources: ["@{file(made.cjs)}", { Resources: { ${table('Inline', 'inline')} } }]`, ['inline']],
  ['', []],
])('%s', (resources, names) => {
  expect(namesIn(templateWith(resources, files))).toEqual(names)
})

test('what a resource merges from another is its own', () => {
  const base = 'Base: { Type: AWS::S3::Bucket, Properties: &base { TableName: base, BillingMode: PAY_PER_REQUEST } }'
  const merging = 'Table: { Type: AWS::DynamoDB::Table, Properties: { <<: *base, TableName: own } }'
  const template = templateWith('resources: ["@{file(a.yml)}"]', { 'a.yml': `Resources:\n  ${base}\n  ${merging}` })
  expect(template.resources('AWS::DynamoDB::Table')).toEqual([
    {
      id: 'Table',
      place: 'a.yml: Resources.Table.Properties',
      properties: { TableName: 'own', BillingMode: 'PAY_PER_REQUEST' },
    },
  ])
})

test.each([
  ['resources: ["@{file(gone.yml)}"]', "resources[0]: gone.yml can't be read: ENOENT", 'Mend the path or the file'],
  ['resources: [{}, "@{file(broken.yml)}"]', "resources[1]: broken.yml can't be read: ", 'Mend the path or the file'],
  ['resources: ["@{file(list.yml)}"]', 'resources[0]: the local gateway takes an object or @{file(PATH)} of one', ''],
  ['resources: ["@{file(ok.yml):Resources}"]', 'resources[0]: the local gateway takes', 'not "@{file(ok.yml):Res'],
  ['resources: ["@{self:custom.tables}"]', 'resources[0]: the local gateway takes', 'not "@{self:custom.tables}"'],
  ['resources: [[]]', 'resources[0]: the local gateway takes', 'not []'],
  ['resources: [7]', 'resources[0]: the local gateway takes', 'not 7'],
  ['resources: text', 'resources: the local gateway takes', 'not "text"'],
  [
    `resources: [{ Resources: { ${table('Twice', 'a')} } }, "@{file(ok.yml)}"]`,
    'ok.yml: Resources.Twice.Properties: there is one at resources[0].Resources.Twice.Properties already',
    'Rename one of them',
  ],
])('%s is refused, and its place and the cure are named', (resources, place, cure) => {
  const beside = { 'ok.yml': `Resources: { ${table('Twice', 'b')} }`, 'list.yml': '- a', 'broken.yml': 'a: [' }
  const reading = () => templateWith(resources, beside)
  expect(reading).toThrow(StartError)
  expect(reading).toThrow(inYaml(`serverless.yml: ${place}`))
  expect(reading).toThrow(inYaml(cure))
})

test.each([
  ['{ TableName: { Ref: Other } }', 'resources/tables.yml: Resources.Table.Properties: give the table a TableName'],
  ["{ TableName: '@{env:MISSING}' }", 'resources/tables.yml: Resources.Table.Properties.TableName: nothing stands'],
])('a table with %s is refused, and the file it stands in is named', (properties, words) => {
  const yaml = `Resources: { Table: { Type: AWS::DynamoDB::Table, Properties: ${properties} } }`
  const template = templateWith('resources: ["@{file(resources/tables.yml)}"]', { 'resources/tables.yml': yaml })
  expect(() => readTables(template)).toThrow(`serverless.yml: ${words}`)
})
