import { sound } from '../lib/page.mjs'
import { signIn } from '../lib/desk.mjs'

const narrow = { viewport: { width: 320, height: 640 } }

/** The link of a letter to this address, from the mailbox of the demonstration; letters leave a moment later. */
async function link(page, to, what) {
  const post = await page.context().newPage()
  for (let i = 0; i < 60; i += 1) {
    await post.goto('/mailbox')
    const text = await post.locator('main').innerText()
    const at = text.indexOf(to)
    const found = at < 0 ? null : what.exec(text.slice(Math.max(0, at - 400), at + 1_500))
    if (found) {
      await post.close()
      return found[0]
    }
    await post.waitForTimeout(250)
  }
  throw new Error(`no letter to ${to}`)
}

/** The first ward with a session to come: its code. */
async function ward(page) {
  await page.goto('/sessions')
  await page.locator('#coming ~ ul h3 a').first().click()
  const to = await page.locator('main a[href^="/ward/"]').first().getAttribute('href')
  return to.split('/')[2]
}

export default [
  ['a resident finds a session, its calendar and its poster, and follows the ward', { ...narrow, noScript: true }, async ({ page }) => {
    await page.goto('/sessions')
    await sound(page)
    const code = await ward(page)
    await sound(page)
    const session = new URL(page.url()).pathname
    for (const [path, kind, begin] of [
      [`${session}/poster.pdf`, 'application/pdf', '%PDF'],
      [`${session}/poster.pdf?size=large&lang=cy`, 'application/pdf', '%PDF'],
      [`${session}/calendar.ics`, 'text/calendar', 'BEGIN:VCALENDAR'],
      [`/ward/${code}/calendar.ics`, 'text/calendar', 'BEGIN:VCALENDAR'],
      [`/ward/${code}/feed.atom`, 'application/atom+xml', '<?xml'],
    ]) {
      const answer = await page.request.get(path)
      const body = await answer.text()
      if (!answer.ok() || !answer.headers()['content-type'].startsWith(kind) || !body.startsWith(begin)) {
        throw new Error(`${path}: ${answer.status()} ${answer.headers()['content-type']} ${body.slice(0, 40)}`)
      }
    }
    await page.goto(`/ward/${code}/sessions`)
    await sound(page)
    await page.goto(`/follow?area=${code}`)
    await sound(page)
    await page.fill('[name=email]', 'nobody')
    await page.click('main form button')
    await sound(page)
    await page.fill('[name=email]', 'follower@example.com')
    await page.click('main form button')
    await sound(page)
    const to = await link(page, 'follower@example.com', /\/follow\/[0-9a-f]{48}/)
    await page.goto(to)
    await sound(page)
    await page.click('form[action$="/confirm"] button')
    await sound(page)
    await page.click('form[action$="/leave"] button')
    await sound(page)
    if (await page.locator('main form').count()) throw new Error('still followed')
  }],
  ['a session is planned, moved and cancelled, and everyone sees it', narrow, async ({ page, browser, url }) => {
    const code = await ward(page)
    await signIn(page, 'sunita')
    await page.goto(`/desk/sessions/new?ward=${code}`)
    await sound(page)
    await page.fill('[name=from]', 'later')
    await page.click('main form .govuk-button:last-child')
    await sound(page)
    await page.fill('[name=from]', '7:10am')
    await page.fill('[name=to]', '7:50am')
    await page.click('main form button:not([aria-hidden]):text-is("Keep it")')
    if (await page.locator('#warnings').count()) {
      await sound(page)
      await page.click('#warnings button[name=anyway]')
    }
    await page.waitForURL(u => /^\/desk\/sessions\/ses_/.test(u.pathname))
    await sound(page)
    const id = new URL(page.url()).pathname.split('/').pop()
    await page.goto(`/desk/sessions/${id}/change`)
    await page.fill('[name=from]', '7:20am')
    await page.fill('[name=why]', 'The door opens later')
    await page.click('main form button:not([aria-hidden]):text-is("Keep it")')
    if (await page.locator('#warnings').count()) await page.click('#warnings button[name=anyway]')
    await page.waitForURL(u => u.pathname === `/desk/sessions/${id}`)
    const context = await browser.newContext({ baseURL: url })
    const anyone = await context.newPage()
    await anyone.goto(`/session/${id}`)
    await sound(anyone)
    const moved = await anyone.locator('main').innerText()
    if (!moved.includes('The door opens later') || !moved.includes('7:10am')) throw new Error(moved)
    await page.fill('[name=why]', 'Nobody has the key')
    await page.click('main form button:text-is("Cancel this session")')
    await sound(page)
    await anyone.goto(`/ward/${code}/sessions`)
    await sound(anyone)
    if (!(await anyone.locator('main').innerText()).includes('Nobody has the key')) throw new Error('not seen as cancelled')
    await context.close()
    for (const path of ['/desk/sessions', '/desk/sessions/gaps', `/desk/sessions?ward=${code}`]) {
      await page.goto(path)
      await sound(page)
    }
  }],
]
