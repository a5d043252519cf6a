import { sound } from '../lib/page.mjs'
import { signIn } from '../lib/desk.mjs'
import { reports } from '../lib/report.mjs'

/** The first counter of the list, by someone whose code of this moment no other journey has used. */
async function open(page, login) {
  await signIn(page, login)
  await page.goto('/desk/counters')
  await sound(page)
  await page.locator('main table tbody a').first().click()
  await page.waitForURL(u => /^\/desk\/counters\/plc_/.test(u.pathname))
}

const came = async page => Number((await page.locator('[data-now] > .govuk-hint').last().textContent()).match(/\d+/)[0])

async function until(what, page, wanted) {
  for (let tries = 0; tries < 60; tries += 1) {
    if (await wanted()) return
    await page.waitForTimeout(250)
  }
  throw new Error(what)
}

export default [
  ['a visit is two taps, and the last tap can be undone', {}, async ({ page, results }) => {
    await open(page, 'owen')
    await sound(page)
    const before = await came(page)
    const there = await page.locator('[data-list=served] > li').count()
    await page.locator('button[name=reason][value=lost]').click()
    await until('the visit is not counted', page, async () => await came(page) === before + 1)
    await page.screenshot({ path: new URL('counter.png', results).pathname, fullPage: true })
    await page.locator('[data-list=served] > li').last().locator('button[value=done]').click()
    await until('the visit does not end', page, async () => await page.locator('[data-list=served] > li').count() === there)
    await page.locator('form[data-undo] button').click()
    await until('the end is not undone', page, async () => await page.locator('[data-list=served] > li').count() === there + 1)
    await page.locator('[data-list=served] > li').last().locator('button[value=done]').click()
    await until('the visit does not end', page, async () => await page.locator('[data-list=served] > li').count() === there)
  }],
  ['a counter goes on without a network, and what was counted arrives once', {}, async ({ page, context }) => {
    await open(page, 'tamsin')
    const before = await came(page)
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}))
    await until('the page is not kept', page, async () => page.evaluate(async () =>
      Boolean(await (await caches.open('bluelamp-counter')).match(location.pathname))))
    await context.setOffline(true)
    await page.locator('button[name=reason][value=found]').click()
    await page.locator('#waits').check()
    await page.locator('button[name=reason][value=bail]').click()
    await until('nobody is told that taps wait', page, async () => /: 2$/.test(await page.locator('#counter-pending [data-said]').textContent()))
    // Even when the page is opened again.
    await page.reload()
    await page.locator('[data-list=waiting] > li').last().waitFor()
    const there = await page.locator('[data-list=waiting] > li').count()
    await page.locator('[data-list=waiting] > li').last().locator('button').first().click()
    await until('nobody comes from the queue', page, async () => await page.locator('[data-list=waiting] > li').count() === there - 1)
    await page.locator('[data-list=served] > li').last().locator('button[value=report]').click()
    await context.setOffline(false)
    await until('the taps do not arrive', page, async () => await came(page) === before + 2 && await page.locator('#counter-pending').isHidden())
    await page.reload()
    if (await came(page) !== before + 2) throw new Error(`counted ${await came(page) - before} instead of 2`)
  }],
  ['a counter works without script and on a narrow screen', { noScript: true, viewport: { width: 320, height: 640 } }, async ({ page }) => {
    await open(page, 'ada')
    await sound(page)
    const before = await came(page)
    await page.locator('button[name=reason][value=directions]').click()
    if (await came(page) !== before + 1) throw new Error('the visit is not counted')
    await page.locator('[data-list=served] > li').last().locator('button[value=done]').click()
    await sound(page)
    for (const path of ['/desk/custody', '/counters', '/custody']) {
      await page.goto(path)
      await sound(page)
    }
  }],
  ['someone is helped to report at the counter, and the report is what came of the visit', { viewport: { width: 320, height: 640 } }, async ({ page }) => {
    await open(page, 'hana')
    const counter = new URL(page.url()).pathname
    const there = await page.locator('[data-list=served] > li').count()
    await page.locator('button[name=reason][value=digital]').click()
    await until('the visit is not there to be helped', page, async () => await page.locator('[data-list=served] > li').count() === there + 1 &&
      await page.locator('[data-list=served] > li').last().locator('form[data-help] button').count() === 1)
    await sound(page)
    await page.locator('[data-list=served] > li').last().locator('form[data-help] button').click()
    await page.waitForURL(u => u.pathname === '/report')
    await sound(page)
    const visit = await page.locator('main a[href^="/desk/visits/"]').getAttribute('href')
    const reference = await reports(page, { email: 'counter@example.com', each: async () => {} })
    await sound(page)
    await page.locator('form[action="/desk/help/end"] button').click()
    await page.waitForURL(u => u.pathname === visit)
    await until('the visit does not know the report', page, async () => {
      await page.reload()
      const text = await page.locator('main').innerText()
      return text.includes(reference) && text.includes('Report made')
    })
    await sound(page)
    await page.locator('main a[href^="/desk/reports/"]').click()
    if (!(await page.locator('main').innerText()).includes('Hana Brook')) throw new Error('nobody is told who helped')
    await page.goto(counter)
    if (await page.locator('[data-list=served] > li').count() !== there) throw new Error('the visit did not end')
    // What the last person wrote is not there for the next.
    const left = await page.goto('/report/theft/sent')
    if (left.status() !== 404) throw new Error('the receipt is still there')
  }],
  ['everyone can read how counters are used, and where to ask about custody', { viewport: { width: 320, height: 640 } }, async ({ page }) => {
    for (const lang of ['en', 'cy', 'en-simple']) {
      await page.goto(`/language/${lang}?to=/counters`)
      await sound(page)
      await page.locator('main table tbody a').first().click()
      await sound(page)
      await page.goto('/custody')
      await sound(page)
    }
    await page.goto('/language/en?to=/counters')
    const table = await page.request.get('/counters/visits.csv')
    const text = await table.text()
    if (!text.startsWith('counter,name,month,what,value,visits\n') || !text.includes('fewer than 5')) throw new Error(text.slice(0, 200))
    if (/,(reason|hour|all),[^,]*,[0-4]\n/.test(text)) throw new Error('a small number is published')
  }],
]
