import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { browserPath, launchBrowser, openScreen, whyNoBrowser } from './browser.ts'
import { populate } from './people-and-bot.ts'
import { servePage } from './serve-page.ts'
import { makeTalkative } from './talkative-bot.ts'

/** One browser for the tests of a file, which are skipped where there is none. @returns what gives a test its own page and world */
export function useBrowser() {
  let browser: Browser
  beforeAll(async () => {
    if (browserPath !== undefined) browser = await launchBrowser()
  })
  beforeEach((test) => test.skip(browserPath === undefined, whyNoBrowser))
  afterAll(() => browserPath === undefined || browser.close())

  return async (options: Parameters<typeof openScreen>[1] = {}) => {
    const served = await servePage()
    const people = populate(served.world)
    makeTalkative(served.world, people.bot)
    const screen = await openScreen(browser, options)
    const open = (userId: number, peer?: number) =>
      screen.page.goto(`${served.origin}/#/as/${userId}${peer === undefined ? '' : `/chat/${peer}`}`)
    return { ...served, ...people, ...screen, open }
  }
}

/** A message in the open chat, not its preview in the list. */
export function row(page: Page, text: string) {
  return page.getByRole('list', { name: 'Messages' }).getByRole('listitem').filter({ hasText: text })
}

/** Presses the button of the banner, unless the page has tried by itself in between: then there is none any more. */
export async function tryNow(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Try now' })
  await Promise.any([button.click(), button.waitFor({ state: 'hidden' })])
}
