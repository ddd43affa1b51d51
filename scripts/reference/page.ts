import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Json } from '../api/components.ts'
import { problems } from './codes.ts'
import { Html, html, marked, type Part, paragraphs } from './html.ts'
import { Schemas, schemaAnchor } from './members.ts'
import { article, type Context, type Described, nameOf, operationsOf, wordsOf } from './operation.ts'

const read = (file: string): string => readFileSync(path.join(import.meta.dirname, file), 'utf8')

const style = `${read('frame.css')}${read('articles.css')}`
const script = read('page.js')

/** What a browser compares a text with before it takes it for ours. */
const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Nothing is loaded from anywhere: all that the page shows and does stands in it. */
const POLICY = [
  "default-src 'none'",
  `style-src ${hashOf(style)}`,
  `script-src ${hashOf(script)}`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/**
 * The reference for people: every operation, code and schema of an OpenAPI document on one page that needs nothing else.
 * @param origin where the gateway answers, for the calls to paste: `http://127.0.0.1:4000`
 */
export function referencePage(document: Json, origin: string): string {
  const context = { document, schemas: new Schemas(document), origin }
  const { title, version, description } = document.info as Readonly<Record<string, string>>
  const families = familiesOf(document)
  const { text } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} reference</title>
<link rel="icon" href="data:,">
<style>${new Html(style)}</style>
</head>
<body>
<a class="skip" href="#main">To the operations</a>
<header><p class="brand"><a class="home" href="#top">${title}</a> <span>${version}</span></p>
<search hidden><label for="find">Find</label> <input id="find" type="search" autocomplete="off" spellcheck="false" placeholder="operation or code ( / )">
<output for="find"></output></search></header>
<div class="page">
<nav aria-label="Contents"><details open><summary>Contents</summary>${contents(families)}</details></nav>
<main id="main"><section id="top" class="prose"><h1>${title}</h1>${paragraphs(description ?? '')}${signing(document)}</section>
${families.map((family) => familySection(family, context))}
<section id="codes"><h2>Codes</h2><p>${marked(CODES)}</p>${problems(document)}</section>
${schemasLeft(context)}</main>
</div>
<script>${new Html(script)}</script>
</body>
</html>
`
  return text
}

const CODES =
  'The `code` of a problem, or of an item’s `error`. It stays as it is; titles and cures may change. The same code has the same meaning ' +
  'everywhere; its status is that of a request of which nothing is done.'

interface Family {
  readonly name: string
  readonly description: string
  readonly operations: readonly Described[]
}

function familiesOf(document: Json): Family[] {
  const all = Map.groupBy(operationsOf(document), ({ operation }) => String((operation.tags as unknown[])[0]))
  const tags = document.tags as readonly Readonly<Record<string, string>>[]
  return tags.map(({ name = '', description = '' }) => ({ name, description, operations: all.get(name) ?? [] }))
}

const familyAnchor = ({ name }: Family): string => `family-${name}`

function contents(families: readonly Family[]): Part {
  const parts = families.map((family) => {
    const lines = family.operations.map((described) => {
      const name = nameOf(described)
      // Shown without its family, which stands above; said whole, since several families have an `update`.
      const short = name.startsWith(`${family.name}.`) ? name.slice(family.name.length + 1) : name
      return html`<li data-find="${wordsOf(described)}"><a href="#${name}" aria-label="${name}">${short}</a></li>`
    })
    return html`<li data-group><a class="family" href="#${familyAnchor(family)}">${family.name}</a><ul>${lines}</ul></li>`
  })
  return html`<ul>${parts}<li><a class="family" href="#codes">Codes</a></li><li><a class="family" href="#schemas">Schemas</a></li></ul>`
}

const familySection = (family: Family, context: Context): Html =>
  html`<section id="${familyAnchor(family)}" data-group><h2>${family.name}</h2>${family.operations.map((described) =>
    article(described, context),
  )}</section>`

/** How a request is signed on AWS, and where it need not be. */
function signing({ components }: Json): Part {
  const schemes = Object.values(Object(Object(components).securitySchemes)) as readonly Json[]
  return schemes.map(
    ({ description }) =>
      html`<details><summary>Signing requests</summary>${paragraphs(String(description))}<p>The gateway of ${new Html(
        '<code>npm start</code>',
      )} asks for no signature, so the calls on this page work as they stand.</p></details>`,
  )
}

/** Schemas that several operations share, or that stand in none. */
function schemasLeft({ schemas }: Context): Html {
  const articles: Html[] = []
  for (const name of schemas.left()) {
    // What stood in the one before is not written out again.
    if (!schemas.left().includes(name)) continue
    const inside = schemas.named(name, '')
    articles.push(
      html`<article class="prose" id="${schemaAnchor(name)}" data-find="${name.toLowerCase()}"><h3><a class="anchor" href="#${schemaAnchor(name)}">${name}</a></h3>${inside}</article>`,
    )
  }
  return html`<section id="schemas" data-group><h2>Schemas</h2>${articles}</section>`
}
