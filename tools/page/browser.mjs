import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import { chromium } from 'playwright-core'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome']

/** The path of a browser of this machine; undefined where it has none. */
export function findBrowser({ PATH = '', CHROMIUM } = process.env) {
  const candidates = PATH.split(path.delimiter).flatMap((folder) => NAMES.map((name) => path.join(folder, name)))
  return [CHROMIUM, ...candidates].filter(Boolean).find(isProgram)
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Starts it so that no name leads anywhere. Root may not start Chromium's sandbox; what it shows here is our own page. */
export const launch = (executablePath) =>
  chromium.launch({
    executablePath,
    args: [
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  })

/**
 * Opens a tab that can reach the gateway and nothing else.
 * @param origin of the gateway
 * @param faults gets a sentence for each request elsewhere, each line of the console that tells of trouble, and each error of a script
 */
export async function openTab(browser, origin, faults, options) {
  const context = await browser.newContext(options)
  await context.route('**/*', (route) => {
    const url = route.request().url()
    if (url.startsWith(`${origin}/`)) return route.continue()
    faults.push(`it asks for ${url}`)
    return route.abort()
  })
  const page = await context.newPage()
  page.on('console', (message) => {
    if (/^(error|warning)$/.test(message.type())) faults.push(`the console says: ${message.text()}`)
  })
  page.on('pageerror', (error) => faults.push(`a script broke: ${error.message}`))
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.url()} is answered ${response.status()}`)
  })
  return page
}
