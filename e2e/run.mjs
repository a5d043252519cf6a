// Journeys in a real browser against a running demonstration: node e2e/run.mjs [FILTER]
// BLUELAMP_URL: where it is; BLUELAMP_PROGRAM: the program, for the sign-in codes; CHROMIUM: the browser.
import { mkdir, readdir } from 'node:fs/promises'
import { chromium } from 'playwright-core'

const url = process.env.BLUELAMP_URL ?? 'http://127.0.0.1:8080'
const results = new URL('./results/', import.meta.url)
const filter = process.argv[2] ?? ''

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
})

const journeys = []
const folder = new URL('./journeys/', import.meta.url)
for (const file of (await readdir(folder)).filter(f => f.endsWith('.mjs')).sort()) {
  const { default: list } = await import(new URL(file, folder))
  for (const [name, options, run] of list) journeys.push({ name: `${file.replace('.mjs', '')}: ${name}`, options, run })
}

let passed = 0
const failed = []
await mkdir(results, { recursive: true })
for (const { name, options, run } of journeys.filter(j => j.name.includes(filter))) {
  const { noScript, ...settings } = options
  const context = await browser.newContext({ baseURL: url, locale: 'en-GB', viewport: { width: 1100, height: 900 }, ...settings })
  // As without script: inline script is forbidden by the policy of every page, and no file of script comes. The
  // browser's own switch would stop the checker too.
  if (noScript) await context.route(/\.(m?js)(\?|$)/, route => route.fulfill({ contentType: 'text/javascript', body: '' }))
  context.setDefaultTimeout(30_000)
  const page = await context.newPage()
  const wrong = []
  // Nothing may be fetched from elsewhere, and nothing may break in silence.
  page.on('request', r => { if (!r.url().startsWith(url) && !r.url().startsWith('data:')) wrong.push(`fetched ${r.url()}`) })
  page.on('pageerror', e => wrong.push(`script: ${e.message}`))
  page.on('console', m => { if (m.type() === 'error' && !/status of (4|5)|ERR_INTERNET_DISCONNECTED/.test(m.text())) wrong.push(`console: ${m.text()}`) })
  const began = Date.now()
  try {
    await run({ page, context, browser, url, results })
    if (wrong.length) throw new Error(wrong.join('\n'))
    passed += 1
    console.log(`ok    ${name} (${Date.now() - began} ms)`)
  } catch (error) {
    failed.push(name)
    console.log(`WRONG ${name}\n      ${String(error.stack ?? error).split('\n').slice(0, 14).join('\n      ')}`)
    const picture = new URL(`${name.replace(/[^a-z0-9]+/gi, '-')}.png`, results)
    await page.screenshot({ path: picture.pathname, fullPage: true }).catch(() => {})
  }
  await context.close()
}
await browser.close()
console.log(`${passed} passed, ${failed.length} failed`)
process.exit(failed.length ? 1 : 0)
