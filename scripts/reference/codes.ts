import { STATUS_CODES } from 'node:http'
import type { Json } from '../api/components.ts'
import { type CodeFacts, codeFacts } from '../codes/code-facts.ts'
import { type Html, html, inCode, joined, marked, type Part } from './html.ts'
import { examplesOf, headersOf, resolve, shownJson } from './operation.ts'

/** Every code by its status; a problem's `docs` leads to one. */
export function problems(document: Json): Part {
  const byStatus = Map.groupBy(codeFacts, ({ status }) => status)
  const statuses = [...byStatus].toSorted(([one], [other]) => one - other)
  return statuses.map(([status, some]) => {
    const response = resolve(document, { $ref: `#/components/responses/Problem${status}` }) as Json | undefined
    return html`<section id="problems-${status}" data-group>
<h3>${status} ${STATUS_CODES[status]}</h3>${some.map((facts) => chapter(facts, exampleOf(facts, response)))}
${response && html`<details><summary>Headers</summary>${headersOf(response.headers as Record<string, Json>, document)}</details>`}
</section>`
  })
}

function exampleOf({ code }: CodeFacts, response: Json | undefined): unknown {
  const content = Object(response?.content)['application/problem+json'] as Json | undefined
  return examplesOf(content).find(({ value }) => Object(value).code === code)?.value
}

function chapter(facts: CodeFacts, example: unknown): Html {
  const { code, anchor, title, cure, whoActs, retryable, retryAfter, numbers } = facts
  const again = retryable ? 'Yes, it may succeed later as it is.' : 'No.'
  return html`<article class="prose" id="${anchor}" data-find="${`${code} ${title} ${numbers.join(' ')}`.toLowerCase()}">
<h4><a class="anchor" href="#${anchor}">${code}</a></h4><p class="lead">${marked(`${title}.`)} <strong>${marked(cure)}</strong></p>
<dl><dt>Who must act</dt><dd>${whoActs}</dd><dt>Send again</dt><dd>${again}</dd>${
    retryAfter !== undefined && html`<dt>${inCode('Retry-After')}</dt><dd>${retryAfter} s</dd>`
  }${numbers.length > 0 && html`<dt>Chat’s numbers</dt><dd>${joined(numbers, ', ')}</dd>`}</dl>${
    example !== undefined &&
    html`<details><summary>Example</summary><pre><code>${shownJson(example)}</code></pre></details>`
  }</article>`
}
