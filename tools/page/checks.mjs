import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']
const document = JSON.parse(readFileSync(new URL('../../docs/api/openapi.json', import.meta.url), 'utf8'))

const names = Object.values(document.paths).flatMap((item) => Object.values(item).map(({ operationId }) => operationId))

/** What is not true, as an Error with the sentence. */
export function demand(isTrue, sentence) {
  if (!isTrue) throw new Error(sentence)
}

/** Shows the page whole, with all that can be opened open. */
const openAll = (page) =>
  page.evaluate(() => {
    for (const one of document.querySelectorAll('main details')) one.open = true
  })

/** The place that a link leads to stands in the window, below what lies over the page. */
async function demandInWindow(page, id) {
  await page.waitForFunction((wanted) => {
    const { top } = document.getElementById(wanted)?.getBoundingClientRect() ?? { top: -1 }
    return top >= 0 && top < innerHeight
  }, id)
}

export async function hasEveryOperation(page) {
  const shown = await page.locator('article:has(> .shown)').evaluateAll((all) => all.map(({ id }) => id))
  demand(names.length > 40 && names.toString() === shown.toString(), `it shows ${shown} and not ${names}`)
}

export async function leadsThere(page) {
  for (const name of names) {
    const links = await page.locator('nav').getByRole('link', { name, exact: true }).count()
    demand(links === 1, `the contents have ${links} links called ${name}`)
  }
  await page.locator('nav').getByRole('link', { name: 'friends.update', exact: true }).click()
  await demandInWindow(page, 'friends.update')
}

export async function findsWhatIsTyped(page) {
  const shown = () => page.locator('article:visible h3, article:visible h4:has(> .anchor)').allTextContents()
  await page.keyboard.press('/')
  await page.keyboard.type('friends update')
  const found = await shown()
  demand(found.includes('friends.update'), `“friends update” finds ${found}`)
  demand(!found.includes('friends.add') && found.length < 10, `“friends update” finds ${found}`)
  await page.getByRole('searchbox').fill('write_conflict')
  demand((await shown()).includes('WRITE_CONFLICT'), `“write_conflict” finds ${await shown()}`)
  await page.evaluate(() => {
    location.hash = '#mutes.set'
  })
  await demandInWindow(page, 'mutes.set')
  demand((await page.getByRole('searchbox').inputValue()) === '', 'a link into what is hidden keeps it hidden')
}

/** What the button copies is the call that the page shows, and the gateway does what it asks for. */
export async function copiesACall(page) {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.evaluate(() => {
    location.hash = '#friends.update'
  })
  await page.locator('[id="friends.update"]').getByRole('button', { name: 'Copy' }).click()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  const [, url, body] = /^curl -s (\S+) .*-d '(.*)'$/s.exec(copied) ?? []
  demand(body !== undefined, `it copies ${copied}`)
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  demand(answer.status === 200, `the call that it copies is answered ${answer.status}`)
}

/** A problem's `docs` leads to its code. */
export async function explainsAProblem(page, origin) {
  const answer = await fetch(`${origin}/v1/friends/update`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  const { docs } = await answer.json()
  demand(docs === `${page.url().split('#', 1)[0]}#invalid_request`, `the problem leads to ${docs}`)
  await page.goto(docs)
  await demandInWindow(page, 'invalid_request')
}

export async function fitsItsWindow(page) {
  await openAll(page)
  const needed = await page.evaluate(() => document.documentElement.scrollWidth)
  // What a phone's own window says grows with the page.
  const given = page.viewportSize().width
  demand(needed <= given, `it scrolls sideways: ${needed} px in a window of ${given}`)
}

/** No finding of axe, of WCAG 2.1 A and AA. @param only what to show of the page; all of it where it is left out */
export async function isForEverybody(page, only) {
  if (only !== undefined) {
    await page.getByRole('searchbox').fill(only)
    // axe would look through all that is hidden as well.
    await page.evaluate(() => {
      for (const one of document.querySelectorAll('[data-find][hidden], [data-group][hidden]')) one.remove()
    })
    await openAll(page)
  }
  await page.evaluate(axe)
  const { found, passed } = await page.evaluate(async (tags) => {
    const { violations, passes } = await globalThis.axe.run({ runOnly: tags, resultTypes: ['violations'] })
    const found = violations.map(
      ({ id, impact, nodes }) => `${id} (${impact}), ${nodes.length} times: ${nodes[0].html}`,
    )
    return { found, passed: passes.length }
  }, WCAG)
  demand(passed > 10, `axe has looked at too little: ${passed} rules`)
  demand(found.length === 0, `axe finds ${found.join('; ')}`)
}
