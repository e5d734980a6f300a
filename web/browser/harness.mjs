// A browser on the built page, with the mock server's sample answers below it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { after, before } from 'node:test'
import { chromium } from 'playwright-core'

const FLAGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const onPath = (names) => (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name))).find((file) => existsSync(file))

/** Starts both before the tests of a file and ends them after; gives `open`, and `asked`: what the page has sent but for reading. */
export function site() {
  let mock
  let browser
  let base
  before(async () => {
    mock = spawn(process.execPath, [fileURLToPath(new URL('../dev/mock-server.mjs', import.meta.url)), '0'], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = await once(mock.stdout, 'data')
    base = `http://127.0.0.1:${/port (\d+)/.exec(String(line))[1]}`
    browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? onPath(['chromium', 'chromium-browser', 'google-chrome']), args: FLAGS })
  })
  after(async () => {
    await browser?.close()
    mock?.kill()
  })
  return {
    /** A page at this path; `as` is one of the mock server's kinds of visitor. */
    async open(t, path, { as, zone = 'Asia/Kolkata', width = 1440, height = 900 } = {}) {
      const context = await browser.newContext({ viewport: { width, height }, timezoneId: zone, locale: 'en-GB' })
      t.after(() => context.close())
      if (as !== undefined) await context.addCookies([{ name: 'mock', value: as, url: base }])
      const page = await context.newPage()
      page.setDefaultTimeout(30_000)
      const asked = []
      page.on('request', (request) => { if (request.method() !== 'GET') asked.push({ method: request.method(), path: new URL(request.url()).pathname.replace('/api/v1', ''), body: request.postDataJSON() }) })
      await page.goto(base + path)
      return Object.assign(page, { asked })
    },
  }
}
