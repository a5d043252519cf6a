import { answer, go, reports } from '../lib/report.mjs'
import { sound, weight } from '../lib/page.mjs'

const narrow = { viewport: { width: 320, height: 640 } }

/** The newest letter to this address, from the mailbox of the demonstration; letters leave a moment later. */
async function letter(page, to, what) {
  for (let i = 0; i < 60; i += 1) {
    await page.goto('/mailbox')
    const text = await page.locator('main').innerText()
    const at = text.indexOf(to)
    if (at >= 0) {
      const found = what.exec(text.slice(Math.max(0, at - 400), at + 1_500))
      if (found) return found
    }
    await page.waitForTimeout(250)
  }
  throw new Error(`no letter to ${to}`)
}

/** Follows a report: the reference, the code that was sent, the case. */
async function follows(page, reference, email, each = sound) {
  await page.goto('/track')
  await each(page)
  await page.fill('[name=reference]', reference.toLowerCase())
  await go(page)
  await each(page)
  const post = await page.context().newPage()
  const [, code] = await letter(post, email, /\b(\d{6})\b/)
  await post.close()
  await page.fill('[name=code]', code)
  await go(page)
  await page.waitForURL('**/track/case')
  await each(page)
  return page.locator('main').innerText()
}

export default [
  ['a theft is reported without script on a narrow screen, and followed', { ...narrow, noScript: true }, async ({ page }) => {
    const email = 'no-script@example.com'
    const reference = await reports(page, { email })
    if (!/^BL-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]$/.test(reference)) throw new Error(`an odd reference: ${reference}`)
    const text = await follows(page, reference, email)
    if (!text.includes(reference)) throw new Error('the case does not show its reference')
  }],
  ['a theft is reported with the keyboard alone', {}, async ({ page }) => {
    await reports(page, { email: 'keyboard@example.com', byKeyboard: true, each: async () => {} })
  }],
  ['a theft is reported in Welsh', narrow, async ({ page }) => {
    await page.goto('/language/cy?to=/report')
    if (await page.locator('html').getAttribute('lang') !== 'cy') throw new Error('not Welsh')
    await reports(page, { email: 'cymraeg@example.com' })
    if (await page.locator('html').getAttribute('lang') !== 'cy') throw new Error('the language was lost on the way')
  }],
  ['a theft is reported in Easy Read', narrow, async ({ page }) => {
    await page.goto('/language/en-simple?to=/report')
    let pictures = 0
    await reports(page, { email: 'easy@example.com', each: async p => { await sound(p); pictures += await p.locator('main img').count() } })
    if (pictures < 10) throw new Error(`only ${pictures} pictures on the way`)
  }],
  ['wrong input gets the error pattern and loses nothing', {}, async ({ page }) => {
    await page.goto('/report/theft')
    await go(page)
    await page.locator('.govuk-error-summary').waitFor()
    await sound(page)
    if (!(await page.title()).startsWith('Error')) throw new Error('the title does not say that there is a problem')
    const target = await page.locator('.govuk-error-summary a').first().getAttribute('href')
    if (!await page.locator(target).count()) throw new Error(`the summary leads to nothing: ${target}`)
  }],
  ['an answer is changed at the end and the others stay', {}, async ({ page }) => {
    await reports(page, {
      email: 'change@example.com',
      each: async () => {},
      check: async p => {
        if (await p.locator('.govuk-summary-list').count() === 0) throw new Error('no list of answers')
        const before = await p.locator('main').innerText()
        const change = p.locator('main a', { hasText: /What happened|own words/i }).or(p.locator('main a[href*="what-happened"]')).first()
        await change.click()
        await p.fill('[name=whatHappened]', 'My bicycle was taken. I remember now: there was a white van.')
        await go(p)
        const after = await p.locator('main').innerText()
        if (!after.includes('white van')) throw new Error('the change is not there')
        if (!after.includes('Lantern Street') || !before.includes('Lantern Street')) throw new Error('another answer was lost')
      },
    })
  }],
  ['a report is left and gone on with in another browser', {}, async ({ page, browser, url }) => {
    await page.goto('/report/theft')
    for (let i = 0; i < 5; i += 1) { await answer(page, 'later@example.com'); await go(page) }
    await page.goto('/report/theft/save')
    await sound(page)
    await go(page)
    const [code] = /\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(await page.locator('main').innerText()) ?? []
    if (!code) throw new Error('no code to come back with')
    const context = await browser.newContext({ baseURL: url })
    const other = await context.newPage()
    await other.goto('/report/return')
    await sound(other)
    await other.fill('[name=code]', code)
    await go(other)
    if (!new URL(other.url()).pathname.startsWith('/report/theft/')) throw new Error(`came to ${other.url()}`)
    await context.close()
  }],
  ['an emergency is told what to do, with and without speaking', narrow, async ({ page }) => {
    await page.goto('/report/theft')
    await page.locator('label[for=danger]').click()
    await go(page)
    await sound(page)
    const text = await page.locator('main').innerText()
    for (const word of ['999', '55', '18000', 'BSL', 'emergencySMS']) {
      if (!text.toLowerCase().includes(word.toLowerCase())) throw new Error(`${word} is not there`)
    }
  }],
  ['words that speak of danger are answered with 999 before anything is sent', {}, async ({ page }) => {
    await page.goto('/report/theft')
    let warned = false
    for (let step = 0; step < 40 && !warned; step += 1) {
      await answer(page, 'danger@example.com')
      const words = page.locator('[name=whatHappened]')
      if (await words.count()) await words.fill('He has a knife and he is trying to kill me right now')
      await go(page)
      warned = new URL(page.url()).pathname.endsWith('/warning')
    }
    if (!warned) throw new Error('no warning')
    await sound(page)
    if (!(await page.locator('main').innerText()).includes('999')) throw new Error('999 is not there')
  }],
  ['a sensitive report can be left at once', {}, async ({ page }) => {
    await page.goto('/report/domestic-abuse')
    await sound(page)
    if (!await page.locator('.govuk-exit-this-page').count()) throw new Error('no way to leave at once')
  }],
  ['own words lead to the right place, also when it is not ours', {}, async ({ page }) => {
    await page.goto('/')
    await sound(page)
    await page.fill('#q', 'someone nicked my bike')
    await go(page)
    await sound(page)
    const first = await page.locator('main a[href^="/report/"]').first().getAttribute('href')
    if (first !== '/report/theft') throw new Error(`the first found is ${first}`)
    await page.goto('/report?q=my neighbour plays loud music')
    await page.locator('main a[href^="/report/not-ours/"]').first().click()
    await sound(page)
  }],
  ['the pages that everyone comes by are sound in every language', narrow, async ({ page }) => {
    for (const language of ['en', 'cy', 'en-simple']) {
      await page.goto(`/language/${language}?to=/`)
      for (const path of ['/', '/report', '/emergency', '/track', '/report/return', '/about/contact', '/about/accessibility', '/about/privacy', '/about/pictures', '/no-such-page']) {
        await page.goto(path)
        await sound(page)
      }
    }
  }],
  ['a page weighs under 100 kB without its pictures', {}, async ({ page }) => {
    for (const path of ['/', '/report', '/report/theft']) {
      const bytes = await weight(page, path)
      if (bytes > 100_000) throw new Error(`${path}: ${bytes} bytes`)
    }
  }],
]
