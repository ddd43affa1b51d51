import { readFileSync } from 'node:fs'
import specs from '@asyncapi/specs'
// Of the packages of the checkout itself.
import { Ajv } from 'ajv'

/** Compares docs/api/asyncapi.json with the schema that AsyncAPI publishes of its documents, without asking anybody for it. */
const document = JSON.parse(readFileSync(new URL('../docs/api/asyncapi.json', import.meta.url), 'utf8'))
// The schema brings JSON Schema's own with it.
const ajv = new Ajv({ meta: false, strict: false, validateFormats: false, allErrors: true })
const validate = ajv.compile(specs.schemas[document.asyncapi])

if (validate(document)) console.log(`docs/api/asyncapi.json is a document of AsyncAPI ${document.asyncapi}.`)
else {
  for (const { instancePath, message } of validate.errors)
    console.error(`docs/api/asyncapi.json ${instancePath} ${message}`)
  process.exitCode = 1
}
