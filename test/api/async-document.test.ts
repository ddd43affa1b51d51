import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { operations } from '../../lib/operations/index.ts'
import { Template } from '../../local/aws/template.ts'

const api = path.join(import.meta.dirname, '../../docs/api')
const read = (name: string) => JSON.parse(readFileSync(path.join(api, name), 'utf8'))

interface Message {
  readonly name: string
  readonly payload: { readonly schema: { readonly $ref: string } }
  readonly examples: readonly { readonly payload: unknown }[]
}
interface Channel {
  readonly address: string
  readonly messages: Readonly<Record<string, Message>>
}
const document = read('asyncapi.json') as {
  readonly channels: Readonly<Record<string, Channel>>
  readonly operations: Readonly<Record<string, { readonly messages: readonly { readonly $ref: string }[] }>>
}

const ajv = new Ajv2020({ strict: false, validateFormats: false })
ajv.addSchema(read('events.json'), 'events.json')

test('every message shows examples that are good by its schema of events.json', () => {
  const messages = Object.values(document.channels).flatMap((channel) => Object.values(channel.messages))
  expect(messages).toHaveLength(2 * operations.size + 3)
  for (const { name, payload, examples } of messages) {
    const validate = ajv.compile({ $ref: payload.schema.$ref.replace('./', '') })
    expect(examples.length).toBeGreaterThan(0)
    for (const example of examples)
      expect([name, validate(example.payload), validate.errors]).toEqual([name, true, null])
    expect(validate({})).toBe(false)
  }
})

test('every operation may be asked for by event and by input, and each message is somebody’s', () => {
  const { bus, input } = document.channels
  const asked = (channel: Channel | undefined) => Object.values(channel?.messages ?? {}).map(({ name }) => name)
  for (const name of operations.keys()) {
    expect(asked(bus)).toContain(`chat.${name}`)
    expect(asked(input)).toContain(name)
  }
  const all = Object.entries(document.channels).flatMap(([name, { messages }]) =>
    Object.keys(messages).map((message) => `#/channels/${name}/messages/${message}`),
  )
  const used = Object.values(document.operations).flatMap(({ messages }) => messages.map(({ $ref }) => $ref))
  expect(used.toSorted()).toEqual(all.toSorted())
})

test('bus, function and queues are called as they are deployed', () => {
  const template = new Template(path.join(api, '../../serverless.yml'), {})
  const of = (type: string, property: string) => template.resources(type).map(({ properties }) => properties[property])
  const deployed = [
    ...of('AWS::Events::EventBus', 'Name'),
    ...of('AWS::SQS::Queue', 'QueueName'),
    `${template.prefix}-events`,
  ]
  for (const { address } of Object.values(document.channels)) {
    expect(deployed).toContain(address.replace('{stage}', 'dev'))
  }
})
