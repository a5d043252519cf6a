import { reports } from '../lib/report.mjs'
import { sound } from '../lib/page.mjs'
import { signIn } from '../lib/desk.mjs'

export default [
  ['a handler signs in with password and code and sees what waits', {}, async ({ page, results }) => {
    await signIn(page, 'hana', sound)
    await sound(page)
    if (await page.locator('main table tbody tr').count() === 0) throw new Error('nothing waits')
    await page.screenshot({ path: new URL('desk.png', results).pathname })
    await page.locator('main table tbody a').first().click()
    await sound(page)
  }],
  ['a new report comes to the list by itself', {}, async ({ page, browser, url }) => {
    await signIn(page, 'idris')
    await page.goto('/desk?list=newest')
    const context = await browser.newContext({ baseURL: url })
    const resident = await context.newPage()
    const reference = await reports(resident, { email: 'live@example.com', each: async () => {} })
    await context.close()
    await page.locator('main', { hasText: reference }).waitFor({ timeout: 20_000 })
  }],
  ['the desk works without script and on a narrow screen', { noScript: true, viewport: { width: 320, height: 640 } }, async ({ page }) => {
    await signIn(page, 'sunita')
    await sound(page)
    for (const path of ['/desk?list=newest', '/desk?list=promised', '/desk?list=mine', '/desk/redirects', '/desk/clocks', '/desk/jobs']) {
      await page.goto(path)
      await sound(page)
    }
    await page.goto('/desk?list=newest')
    await page.locator('main table tbody a').first().click()
    await sound(page)
  }],
  ['a stranger is led to the sign-in page', {}, async ({ page }) => {
    await page.goto('/desk')
    await page.waitForURL(u => u.pathname === '/desk/sign-in')
  }],
]
