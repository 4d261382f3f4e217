import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { onTestFinished } from 'vitest'

const usualPlaces = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const named = process.env['CHROMIUM']

/** The browser that `CHROMIUM` names, or one in its usual places. */
export const browserPath = (named === undefined ? usualPlaces : [named]).find((path) => existsSync(path))

export const whyNoBrowser =
  named === undefined
    ? 'no Chromium here: install it, or name one in CHROMIUM'
    : `no Chromium at ${named}, which CHROMIUM names`

export const phoneSize = { width: 360, height: 740 }
const desktopSize = { width: 1280, height: 800 }

export function launchBrowser(): Promise<Browser> {
  const quiet = [
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ]
  // Without a sandbox, because tests may run as root, where Chromium has none to offer.
  return chromium.launch({
    executablePath: browserPath ?? '',
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', ...quiet],
  })
}

export interface Screen {
  readonly page: Page
  /** What the page's policy had to stop, and what went wrong in it. Stays empty. */
  readonly troubles: string[]
}

/** A window of its own, with nothing stored. Texts are English unless asked otherwise. */
export async function openScreen(browser: Browser, options: BrowserContextOptions = {}): Promise<Screen> {
  const context = await browser.newContext({ viewport: desktopSize, locale: 'en-US', ...options })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  const troubles: string[] = []
  page.on('pageerror', (error) => troubles.push(String(error)))
  await page.exposeFunction('reportViolation', (violation: string) => troubles.push(violation))
  await page.addInitScript(`document.addEventListener('securitypolicyviolation', (event) =>
    window.reportViolation(event.violatedDirective + ' ' + event.blockedURI))`)
  return { page, troubles }
}

/** How much wider the page is than the window. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - window.innerWidth')
}
