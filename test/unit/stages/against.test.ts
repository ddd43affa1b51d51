import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { comparison, templateIn } from '../../../scripts/stages/against.ts'

const queue = (QueueName: string) => ({ Resources: { Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName } } } })

function fileWith(text: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-gateway-against-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'template.json')
  writeFileSync(file, text)
  return file
}

test('a template is read from its file; anything else says what it is not, and what to give', () => {
  expect(templateIn(fileWith(JSON.stringify(queue('a'))))).toEqual({ template: queue('a') })
  const cure = /Give the cloudformation-template-update-stack\.json of a package\.$/
  for (const [text, what] of [
    ['{', "can't be read as a template: "],
    ['{}', 'it is no template. '],
    ['null', 'it is no template. '],
  ] as const) {
    const { template, fault } = templateIn(fileWith(text))
    expect(template).toBeUndefined()
    expect(fault).toContain(what)
    expect(fault).toMatch(cure)
  }
  expect(templateIn('nowhere.json').fault).toMatch(/^--against nowhere\.json: it can't be read as a template: ENOENT/)
})

test('a queue that would be replaced is refused unless its loss is meant; where nothing is deployed, nothing can be lost', () => {
  const { lines, fault } = comparison(queue('a'), queue('b'), false)
  expect(lines).toEqual(['replaced: SQS queue Q, since QueueName can\'t be changed: QueueName from "a" to "b"'])
  expect(fault).toMatch(/^SQS queue Q would be replaced/)
  expect(comparison(queue('a'), queue('b'), true)).toEqual({ lines, fault: undefined })
  const first = { lines: ['Nothing is deployed yet: all of it would be added.'], fault: undefined }
  expect(comparison(undefined, queue('b'), false)).toEqual(first)
})
