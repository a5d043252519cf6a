import { go, reports } from '../lib/report.mjs'
import { sound, weight } from '../lib/page.mjs'
import { signIn } from '../lib/desk.mjs'

const narrow = { viewport: { width: 320, height: 640 } }
const path = page => new URL(page.url()).pathname

/** Chooses an option of the page's question, where the page asks it. */
async function choose(page, answers, byKeyboard) {
  for (const [name, value] of Object.entries(answers)) {
    const choice = page.locator(`[name="${name}"][value="${value}"]`)
    if (!await choice.count()) continue
    if (byKeyboard) { await choice.focus(); await page.keyboard.press('Space') } else await page.locator(`label[for="${await choice.getAttribute('id')}"]`).click()
  }
}

/** From the page that says why it is asked to check answers. */
async function answers(page, given, { byKeyboard = false, each = sound } = {}) {
  await each(page)
  await go(page, byKeyboard)
  for (let step = 0; step < 40; step += 1) {
    await each(page)
    if (path(page) === '/about-you/summary') return
    await choose(page, given, byKeyboard)
    await go(page, byKeyboard)
  }
  throw new Error(`the questions do not end: ${page.url()}`)
}

async function code(page) {
  const text = (await page.locator('#equality-code').innerText()).trim()
  if (!/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/.test(text)) throw new Error(`an odd code: ${text}`)
  return text
}

const someone = { age: '35-44', health: 'yes', healthEffect: 'a-little', ethnicGroup: 'black', ethnicBlack: 'african', religion: 'prefer-not-to-say', sex: 'female', gender: 'yes', victim: 'no' }

export default [
  ['after a report someone says something of themselves, changes it and deletes it, without script on a narrow screen', { ...narrow, noScript: true }, async ({ page, browser, url }) => {
    await reports(page, { email: 'about-you@example.com', each: async () => {} })
    await sound(page)
    await page.locator('main a[href="/about-you?about=theft"]').click()
    await answers(page, someone)
    const check = await page.locator('main').innerText()
    for (const words of ['35 to 44', 'Yes, a little', 'African', 'Prefer not to say']) {
      if (!check.includes(words)) throw new Error(`${words} is not there: ${check}`)
    }
    await go(page)
    await sound(page)
    const kept = await code(page)
    // Another language does not lose it.
    await page.goto('/language/cy?to=/about-you/sent')
    if (await code(page) !== kept) throw new Error('the code was lost with the language')
    // On another machine, later.
    const context = await browser.newContext({ baseURL: url, locale: 'en-GB', ...narrow })
    const other = await context.newPage()
    await other.goto('/about-you/change')
    await sound(other)
    await other.fill('[name=code]', 'abcd-efgh')
    await go(other)
    await sound(other)
    if (await other.inputValue('[name=code]') !== 'abcd-efgh') throw new Error('what was typed is lost')
    await other.fill('[name=code]', kept.toLowerCase().replaceAll('-', ' '))
    await go(other)
    await sound(other)
    await other.locator('main a[href*="/about-you/age"]').click()
    await sound(other)
    await choose(other, { age: '45-54' })
    await go(other)
    if (!(await other.locator('main').innerText()).includes('45 to 54')) throw new Error('the change is not there')
    await go(other)
    await sound(other)
    if (await other.locator('#equality-code').count()) throw new Error('a change has a code of its own')
    await other.goto('/about-you/change')
    await other.fill('[name=code]', kept)
    await go(other)
    if (!(await other.locator('main').innerText()).includes('45 to 54')) throw new Error('the change was not kept')
    await other.locator('main a[href="/about-you/delete"]').click()
    await sound(other)
    await go(other)
    await sound(other)
    await other.goto('/about-you/change')
    await other.fill('[name=code]', kept)
    await go(other)
    if (!await other.locator('.govuk-error-summary').count()) throw new Error('the answers are still there')
    await context.close()
  }],
  ['questions about someone are answered with the keyboard alone', {}, async ({ page }) => {
    await page.goto('/about-you?about=burglary')
    await answers(page, someone, { byKeyboard: true, each: async () => {} })
    await go(page, true)
    await code(page)
  }],
  ['questions about someone are asked in Welsh', narrow, async ({ page }) => {
    await page.goto('/language/cy?to=/about-you?about=theft')
    await answers(page, someone)
    if (await page.locator('html').getAttribute('lang') !== 'cy') throw new Error('the language was lost on the way')
    await go(page)
    await sound(page)
    await code(page)
  }],
  ['questions about someone are asked in Easy Read with a picture on every page', narrow, async ({ page }) => {
    await page.goto('/language/en-simple?to=/about-you?about=theft')
    await answers(page, someone, { each: async p => {
      await sound(p)
      if (!await p.locator('main img').count()) throw new Error(`no picture on ${path(p)}`)
    } })
    await go(page)
    await sound(page)
    await code(page)
  }],
  ['words of one\'s own are asked for where they are needed, and the rest is left out', {}, async ({ page }) => {
    await page.goto('/about-you?about=theft')
    await go(page)
    for (const [name, value] of [['ethnicGroup', 'asian'], ['ethnicAsian', 'any-other']]) {
      while (!await page.locator(`[name=${name}]`).count()) await go(page)
      const own = page.locator(`[name=${name}Words]`)
      if (await own.count() && await own.isVisible()) throw new Error('own words are asked for before they are needed')
      await choose(page, { [name]: value })
      if (name === 'ethnicAsian') {
        await own.fill('Invented')
        await sound(page)
      }
      await go(page)
    }
    await page.locator('main a[href="/about-you/summary"]').click()
    if (!(await page.locator('main').innerText()).includes('Invented')) throw new Error('own words are lost')
  }],
  ['after a sensitive report every page can be left at once', narrow, async ({ page }) => {
    await page.goto('/about-you?about=domestic-abuse')
    await answers(page, { age: '25-34' }, { each: async p => {
      if (!await p.locator('.govuk-exit-this-page').count()) throw new Error(`no way to leave ${path(p)} at once`)
    } })
    await go(page)
    await sound(page)
    if (!await page.locator('.govuk-exit-this-page').count()) throw new Error('no way to leave at once')
  }],
  ['a page of questions weighs under 100 kB', {}, async ({ page }) => {
    const bytes = await weight(page, '/about-you?about=theft')
    if (bytes > 100_000) throw new Error(`${bytes} bytes`)
  }],
  ['a supervisor reads how many said what, without small numbers', narrow, async ({ page, results }) => {
    await signIn(page, 'sunita')
    await page.goto('/desk/equality')
    await sound(page)
    await page.screenshot({ path: new URL('equality.png', results).pathname, fullPage: true })
    const kinds = page.locator('select[name=about] option')
    await page.selectOption('select[name=about]', { index: await kinds.count() - 1 })
    await page.selectOption('select[name=quarter]', { index: 1 })
    await go(page)
    await sound(page)
    for (const lang of ['cy', 'en-simple']) {
      await page.goto(`/language/${lang}?to=/desk/equality`)
      await sound(page)
    }
    const table = await (await page.request.get('/desk/equality/answers.csv')).text()
    if (!table.startsWith('quarter,kind,question,option,answers\n') || !table.includes('not shown')) throw new Error(table.slice(0, 200))
    if (/,[0-4]\n/.test(table.replaceAll(/^.*,take-up,.*\n/gm, ''))) throw new Error('a small number is shown')
  }],
]
