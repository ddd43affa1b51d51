import { typeName } from '../api/answers.ts'
import type { Json } from '../api/components.ts'
import { printJson } from '../api/print-json.ts'
import { Html, html, inCode, joined, marked, type Part, paragraphs } from './html.ts'
import { limitsOf, type Schemas } from './members.ts'

type ByName = Readonly<Record<string, Json>>

/** An operation of the document, and where it stands there. */
export interface Described {
  readonly method: string
  readonly path: string
  readonly operation: Json
}

/** What the articles stand on. */
export interface Context {
  readonly document: Json
  readonly schemas: Schemas
  /** Where the gateway answers: `http://127.0.0.1:4000`. */
  readonly origin: string
}

const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete']

/** All operations, in the order of the document. */
export const operationsOf = (document: Json): Described[] =>
  Object.entries(document.paths as Readonly<Record<string, ByName>>).flatMap(([path, item]) =>
    METHODS.flatMap((method) => (item[method] ? [{ method, path, operation: item[method] }] : [])),
  )

export const nameOf = ({ operation }: Described): string => String(operation.operationId)

/** The words by which the page's filter finds it. */
export const wordsOf = ({ operation, path }: Described): string =>
  `${operation.operationId} ${operation.summary} ${path}`.toLowerCase()

/** What a reference leads to. */
export function resolve(document: Json, part: Json): Json {
  if (typeof part.$ref !== 'string') return part
  const steps = part.$ref.slice(2).split('/')
  return steps.reduce((inner: Json, step) => inner[step.replaceAll('~1', '/')] as Json, document)
}

/** The article of one operation. */
export function article(described: Described, context: Context): Html {
  const { method, path, operation } = described
  const name = nameOf(described)
  const page = operation.externalDocs as Json | undefined
  return html`<article id="${name}" data-find="${wordsOf(described)}">
<div class="told"><h3><a class="anchor" href="#${name}">${name}</a></h3>
<p class="route"><span class="method">${method.toUpperCase()}</span> ${inCode(path)}</p>
<p class="lead">${marked(`${operation.summary}.`)}</p>${paragraphs(String(operation.description ?? ''))}
${page && html`<p><a href="${String(page.url)}" rel="noreferrer">${String(page.description)}</a></p>`}
${parameters(described, context)}${request(described, context)}${answers(described, context)}</div>
<div class="shown">${calls(described, context)}${shownAnswers(described, context)}</div>
</article>`
}

/** How a group of parameters is called, by where they stand. */
const PLACES: Readonly<Record<string, string>> = {
  path: 'In the path',
  query: 'In the query',
  header: 'Headers it takes',
}

function parameters({ operation }: Described, { document }: Context): Part {
  const all = ((operation.parameters ?? []) as readonly Json[]).map((one) => resolve(document, one))
  const groups = Map.groupBy(all, ({ in: place }) => String(place))
  return [...groups].map(([place, some]) => {
    const names = joined(
      some.map(({ name }) => inCode(String(name))),
      ', ',
    )
    const isOpen = place !== 'header'
    return html`<details${isOpen && html` open`}><summary>${PLACES[place] ?? place}: ${names}</summary><ul class="members">${some.map(parameter)}</ul></details>`
  })
}

function parameter({ name, description, required, schema }: Json): Html {
  const need = required === true && html` <span class="need">required</span>`
  const words = [description, limitsOf((schema ?? {}) as Json)].filter((text) => text !== undefined)
  return html`<li><b class="name">${String(name)}</b> <span class="type">${String(Object(schema).type ?? '')}</span>${need}${
    words.length > 0 && html`<p>${marked(words.join(' '))}</p>`
  }</li>`
}

const contentOf = (part: Json | undefined): readonly [type: string, content: Json] | undefined =>
  Object.entries((part?.content ?? {}) as ByName)[0]

function request(described: Described, { schemas }: Context): Part {
  const [, content] = contentOf(described.operation.requestBody as Json | undefined) ?? []
  if (!content) return undefined
  return html`<h4>Body</h4>${schemas.body(content.schema as Json, typeName(nameOf(described)))}`
}

const isGood = (status: string): boolean => Number(status) < 400

function answers(described: Described, { document, schemas }: Context): Part {
  const all = Object.entries(described.operation.responses as ByName)
  const good = all
    .filter(([status]) => isGood(status))
    .map(([status, reference]) => {
      const { description, headers, content } = resolve(document, reference)
      const [, first] = contentOf({ content }) ?? []
      return html`<details><summary><b class="good">${status}</b> ${marked(String(description))}</summary>${
        first?.schema !== undefined && schemas.body(first.schema as Json, typeName(nameOf(described)))
      }${headersOf(headers as ByName | undefined, document)}</details>`
    })
  const bad = all
    .filter(([status]) => !isGood(status))
    .map(([status]) => html`<a class="status" href="#problems-${status}">${status}</a>`)
  return html`<h4>Answers</h4>${good}<p>Problems: ${joined(bad, ' ')}</p>`
}

/** What an answer's headers say. */
export function headersOf(headers: ByName = {}, document: Json): Part {
  const lines = Object.entries(headers).map(([name, header]) => {
    const { description = '' } = resolve(document, header)
    return html`<li><b class="name">${name}</b> <p>${marked(String(description))}</p></li>`
  })
  return lines.length > 0 && html`<h5>Headers</h5><ul class="members">${lines}</ul>`
}

interface Example {
  readonly summary: string
  readonly value: unknown
}

/** The examples of a content, one or several. */
export function examplesOf(content: Json | undefined): Example[] {
  if (content?.example !== undefined) return [{ summary: 'Example', value: content.example }]
  return Object.values((content?.examples ?? {}) as ByName) as unknown as Example[]
}

/** JSON with its names set off. */
export function shownJson(value: unknown): Html {
  const { text } = html`${printJson(value)}`
  return new Html(text.replace(/(&quot;(?:[^&\n]|&(?!quot;))*&quot;)(?=: )/g, '<b>$1</b>'))
}

/** A line to paste into a shell. */
function calls({ method, path, operation }: Described, { origin }: Context): Part {
  const [, content] = contentOf(operation.requestBody as Json | undefined) ?? []
  const [example, ...others] = examplesOf(content)
  const url = `${origin}${path.replace('{jobId}', 'job_of_alice_1')}`
  const json = example && JSON.stringify(example.value).replaceAll("'", "'\\''")
  const line = {
    get: `curl -s ${url}`,
    head: `curl -sI ${url}`,
    post: `curl -s ${url} \\\n  -H 'content-type: application/json' \\\n  -d '${json}'`,
  }[method]
  return html`<div class="code"><h4>Call</h4><pre class="copied"><code>${line}</code></pre></div>${others.map(
    ({ summary, value }) =>
      html`<details><summary>${marked(summary)}</summary><pre><code>${shownJson(value)}</code></pre></details>`,
  )}`
}

function shownAnswers({ operation }: Described, { document }: Context): Part {
  const shown = Object.entries(operation.responses as ByName)
    .filter(([status]) => isGood(status))
    .flatMap(([status, reference]) => {
      const [, content] = contentOf(resolve(document, reference)) ?? []
      return examplesOf(content).map((example) => ({ status, ...example }))
    })
  return shown.map(({ status, summary, value }, index) => {
    const title = html`<b class="good">${status}</b> ${marked(summary)}`
    return html`<details${index === 0 && html` open`}><summary>${title}</summary><pre><code>${shownJson(value)}</code></pre></details>`
  })
}
