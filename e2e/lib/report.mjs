// A resident who reports a theft: whichever page asks, they answer.
import { sound } from './page.mjs'

const ANSWERS = {
  danger: 'no', happeningNow: 'no', suspectPresent: 'no', childPresent: 'no', injury: 'none', weapon: 'no', whereKind: 'street',
  where: 'Lantern Street', whenKind: 'exact', whenDate: 'yesterday', role: 'victim', itemKind: 'bicycle', theftFrom: 'outside', forceUsed: 'no',
  whatHappened: 'My bicycle was taken from the railings outside the library. The lock was cut.', fullName: 'Ada Example',
  contactChannel: 'email', contactHours: 'any', itemDescription: 'A green town bicycle with a basket',
}

const yesterday = () => new Date(Date.now() - 26 * 3_600_000)

/** Fills in the page with the mouse (`click`) or with the keyboard alone. */
export async function answer(page, email, byKeyboard = false) {
  const names = await page.locator('main form').first().evaluate(form =>
    [...new Set([...form.elements].filter(e => e.name && e.type !== 'hidden' && e.type !== 'submit' && e.type !== 'button' && e.type !== 'file')
      .map(e => `${e.type} ${e.name}`))])
  for (const entry of names) {
    const [type, name] = entry.split(' ')
    const part = /^(.*)__(day|month|year)$/.exec(name)
    let value = name === 'email' ? email : ANSWERS[part ? part[1] : name]
    if (value === undefined) continue
    if (part) {
      const day = yesterday()
      value = String({ day: day.getDate(), month: day.getMonth() + 1, year: day.getFullYear() }[part[2]])
    }
    if (type === 'radio' || type === 'checkbox') {
      const choice = page.locator(`input[name="${name}"][value="${value}"]`)
      if (!await choice.count()) continue
      if (byKeyboard) { await choice.focus(); await page.keyboard.press('Space') } else await page.locator(`label[for="${await choice.getAttribute('id')}"]`).click()
    } else {
      const field = page.locator(`[name="${name}"]`)
      if (!await field.isVisible()) continue
      if (byKeyboard) { await field.focus(); await page.keyboard.press('ControlOrMeta+a'); await page.keyboard.type(value) } else await field.fill(value)
    }
  }
}

export async function go(page, byKeyboard = false) {
  const button = page.locator('main form button[type=submit]:not([name="action"])').first()
  if (byKeyboard) {
    // Reached by the Tab key, as someone without a mouse reaches it.
    for (let i = 0; i < 60; i += 1) {
      if (await button.evaluate(b => b === document.activeElement)) break
      await page.keyboard.press('Tab')
    }
    if (!await button.evaluate(b => b === document.activeElement)) throw new Error('the button is not reached by Tab')
    await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.keyboard.press('Enter')])
  } else {
    await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), button.click()])
  }
}

/** From the safety question to the page with the reference; `each` is done on every page on the way. */
export async function reports(page, { email, flow = 'theft', byKeyboard = false, each = sound, check = async () => {} }) {
  await page.goto(`/report/${flow}`)
  for (let step = 0; step < 60; step += 1) {
    await each(page)
    const path = new URL(page.url()).pathname
    if (path.endsWith('/sent')) return (await page.locator('#reference').innerText()).trim()
    if (path.endsWith('/summary')) await check(page)
    else await answer(page, email, byKeyboard)
    const before = page.url()
    await go(page, byKeyboard)
    const problems = page.locator('.govuk-error-summary')
    if (page.url() === before && await problems.count()) throw new Error(`${path}: ${await problems.innerText()}`)
  }
  throw new Error(`the form does not end: ${page.url()}`)
}
