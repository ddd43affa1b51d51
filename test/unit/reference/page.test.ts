import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { codes } from '../../../lib/errors/codes.ts'
import { referencePage } from '../../../scripts/reference/page.ts'
import { document } from '../../support/documented.ts'

const ORIGIN = 'http://127.0.0.1:4000'
const page = referencePage(document, ORIGIN)

const paths = document.paths as Readonly<Record<string, Readonly<Record<string, Operation>>>>
interface Operation {
  readonly operationId: string
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly examples: Examples }>> }
}
type Examples = Readonly<Record<string, { readonly value: unknown }>>

const all = (pattern: RegExp, text = page): string[] => [...text.matchAll(pattern)].map(([, found = '']) => found)
const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

const ALONE = new Set(['meta', 'link', 'input', 'img', 'br'])

/** Elements in the order of their ends; throws where one ends inside another. */
function nested(text: string): string[] {
  const open: string[] = []
  const done: string[] = []
  const markup = text.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '')
  for (const [, slash, name = ''] of markup.matchAll(/<(\/?)([a-z][a-z0-9]*)(?:\s[^<>]*)?>/g)) {
    if (ALONE.has(name)) continue
    if (slash === '') open.push(name)
    else if (open.pop() !== name) throw new Error(`</${name}> ends what it has not begun, inside ${open.join(' ')}`)
    else done.push(name)
  }
  if (open.length > 0) throw new Error(`${open.join(' ')} has no end`)
  return done
}

test('every element ends where it should, and no paragraph holds a list', () => {
  expect(nested(page).length).toBeGreaterThan(5000)
  expect(() => nested('<p><b></p></b>')).toThrow('ends what it has not begun')
  expect(all(/<p\b[^>]*>((?:(?!<\/p>).)*<(?:ul|details|pre|dl)\b)/gs)).toEqual([])
})

test('every place has a name of its own, and every link on the page leads to one', () => {
  const ids = all(/ id="([^"]*)"/g)
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  const links = new Set(all(/ href="#([^"]*)"/g))
  expect([...links].filter((id) => !ids.includes(id))).toEqual([])
  expect(links.size).toBeGreaterThan(300)
})

test('every operation, schema, code and family of the document has a place', () => {
  const ids = new Set(all(/ id="([^"]*)"/g))
  const { components, tags } = document as unknown as {
    readonly components: { readonly schemas: object }
    readonly tags: readonly { readonly name: string }[]
  }
  const wanted = [
    ...Object.values(paths).flatMap((item) => Object.values(item).map(({ operationId }) => operationId)),
    ...Object.keys(components.schemas).map((name) => `schema-${name}`),
    // What a problem's `docs` leads to.
    ...Object.keys(codes).map((code) => code.toLowerCase()),
    ...tags.map(({ name }) => `family-${name}`),
  ]
  expect(wanted.filter((id) => !ids.has(id))).toEqual([])
})

test('every body and each of its members is told where its operation is', () => {
  const { schemas } = document.components as { readonly schemas: Readonly<Record<string, { properties?: object }>> }
  for (const [name, { properties = {} }] of Object.entries(schemas)) {
    if (!name.endsWith('Body')) continue
    const [, told = ''] = page.split(`id="schema-${name}"`)
    const own = told.split('<h4>Answers</h4>', 1)[0] ?? ''
    for (const member of Object.keys(properties))
      expect([name, own]).toEqual([name, expect.stringContaining(`>${member}</b>`)])
  }
})

test('each call to paste sends the document’s own example', () => {
  const calls = all(/<pre class="copied"><code>([\s\S]*?)<\/code>/g).map(unescaped)
  const sent = new Map(
    calls.flatMap((call) => {
      const [, url = '', body] = /^curl -s (\S+) .*-d '(.*)'$/s.exec(call) ?? []
      return body === undefined ? [] : [[url.slice(ORIGIN.length), JSON.parse(body.replaceAll("'\\''", "'"))] as const]
    }),
  )
  for (const [path, { post }] of Object.entries(paths)) {
    if (post)
      expect([path, sent.get(path)]).toEqual([
        path,
        post.requestBody?.content['application/json']?.examples.example?.value,
      ])
  }
  expect(calls).toContain(`curl -s ${ORIGIN}/v1/health`)
})

test('a code is told with its cure, who must act, and Chat’s numbers', () => {
  const [, told = ''] = page.split('id="write_conflict"')
  const chapter = told.slice(0, told.indexOf('</article>'))
  for (const text of [codes.WRITE_CONFLICT.cure, 'nobody: wait', '30008', 'Yes']) expect(chapter).toContain(text)
})

test('a browser takes no style and script but the page’s own, and loads nothing', () => {
  const [policy = ''] = all(/http-equiv="content-security-policy" content="([^"]*)"/g).map(unescaped)
  expect(policy).toContain("default-src 'none'")
  for (const name of ['style', 'script']) {
    const [text = ''] = all(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, 'g'))
    expect(policy).toContain(`${name}-src 'sha256-${createHash('sha256').update(text).digest('base64')}'`)
  }
  expect(page).not.toMatch(/ (src|srcset|style|on[a-z]+)=|@import|url\(/)
})

describe('texts of a document', () => {
  const HOSTILE = `<script>alert(1)</script>"' onclick="x" & \`</code>\` **</strong>**`
  const content = (value: unknown) => ({
    'application/json': {
      schema: { type: 'object', properties: { [HOSTILE]: { type: HOSTILE, description: HOSTILE, enum: [HOSTILE] } } },
      examples: { example: { summary: HOSTILE, value } },
    },
  })
  const hostile = {
    info: { title: HOSTILE, version: HOSTILE, description: HOSTILE },
    tags: [{ name: 'a', description: HOSTILE }],
    paths: {
      [`/v1/${HOSTILE}`]: {
        post: {
          tags: ['a'],
          operationId: HOSTILE,
          summary: HOSTILE,
          description: HOSTILE,
          externalDocs: { url: HOSTILE, description: HOSTILE },
          parameters: [{ name: HOSTILE, in: HOSTILE, description: HOSTILE }],
          requestBody: { content: content({ [HOSTILE]: HOSTILE }) },
          responses: {
            200: { description: HOSTILE, headers: { [HOSTILE]: { description: HOSTILE } }, content: content({}) },
          },
        },
      },
    },
    components: {
      schemas: { [HOSTILE]: { type: 'object', properties: { a: { const: HOSTILE } } } },
      responses: {},
      securitySchemes: { a: { description: HOSTILE } },
    },
  }

  test('can’t break out of the page', () => {
    const shown = referencePage(hostile, `http://${HOSTILE}`)
    expect(() => nested(shown)).not.toThrow()
    expect(all(/<script>/g, shown)).toHaveLength(1)
    const attributes = all(/<[a-z][a-z0-9]*((?:\s[^<>]*)?)>/g, shown).flatMap((text) =>
      all(/\s([\w-]+)(?:="[^"]*")?/g, text),
    )
    expect([...new Set(attributes)].filter((name) => /^on|alert/.test(name))).toEqual([])
    const [call = ''] = all(/<pre class="copied"><code>([\s\S]*?)<\/code>/g, shown).map(unescaped)
    const [, body = ''] = /-d '(.*)'$/s.exec(call) ?? []
    expect(JSON.parse(body.replaceAll("'\\''", "'"))).toEqual({ [HOSTILE]: HOSTILE })
  })
})

test('a hundred and seven operations are one page of a size that a browser opens at once', () => {
  const entries = Object.entries(paths).filter(([, { post }]) => post)
  const more = Array.from({ length: 107 - entries.length }, (_, index) => {
    const [path, item] = entries[index % entries.length] as (typeof entries)[number]
    const post = { ...item.post, operationId: `${item.post?.operationId}-${index}` }
    return [`${path}-${index}`, { post }] as const
  })
  const large = referencePage({ ...document, paths: { ...paths, ...Object.fromEntries(more) } }, ORIGIN)
  expect(all(/class="shown"/g, large).length).toBeGreaterThan(107)
  expect(large.length).toBeLessThan(1_500_000)
})
