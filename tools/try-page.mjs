import { findBrowser, launch, openTab } from './page/browser.mjs'
import {
  copiesACall,
  demand,
  explainsAProblem,
  findsWhatIsTyped,
  fitsItsWindow,
  hasEveryOperation,
  isForEverybody,
  leadsThere,
} from './page/checks.mjs'
import { startGateway } from './page/gateway.mjs'

/** Opens the reference page that `npm start` names, in a browser of this machine that can reach nothing else. */
const SIZES = {
  wide: { viewport: { width: 1440, height: 900 } },
  dark: { viewport: { width: 1024, height: 800 }, colorScheme: 'dark' },
  phone: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
}

const CHECKS = [
  ['wide', 'shows every operation', hasEveryOperation],
  ['wide', 'leads from its contents to an operation', leadsThere],
  ['wide', 'finds what is typed', findsWhatIsTyped],
  ['wide', 'copies a call that works', copiesACall],
  ['wide', 'is where a problem’s docs lead', explainsAProblem],
  ['wide', 'has no finding of axe, as it opens', (page) => isForEverybody(page)],
  ['wide', 'does not scroll sideways', fitsItsWindow],
  ['dark', 'has no finding of axe in the dark', (page) => isForEverybody(page, 'friends.update')],
  ['phone', 'does not scroll sideways at 360 px', fitsItsWindow],
  ['phone', 'has no finding of axe at 360 px', (page) => isForEverybody(page, 'friends.update')],
]

async function checkAll(executablePath, { output }) {
  const address = /^Reference +(\S+)/m.exec(output)?.[1]
  demand(address !== undefined, `npm start names no reference:\n${output}`)
  const { origin } = new URL(address)
  const faults = []
  const browser = await launch(executablePath)
  for (const [size, name, check] of CHECKS) {
    const startedAt = Date.now()
    const page = await openTab(browser, origin, faults, SIZES[size])
    await page.goto(address)
    await check(page, origin).catch((error) => faults.push(error.message))
    await page.context().close()
    console.log(`the page ${name} (${Date.now() - startedAt} ms)${faults.length > 0 ? ': FAILED' : ''}`)
    for (const fault of faults.splice(0)) {
      console.error(fault)
      process.exitCode = 1
    }
  }
  await browser.close()
}

const browser = findBrowser()
if (browser) {
  const gateway = await startGateway()
  await checkAll(browser, gateway).finally(gateway.stop)
} else {
  console.error(
    'NOT RUN: this machine has no chromium. Install it (apt-get install chromium), or name one in CHROMIUM.',
  )
  // Who has no way to install one is told so, and goes on; nobody else is.
  if (!process.argv.includes('--may-lack-browser')) process.exitCode = 1
}
