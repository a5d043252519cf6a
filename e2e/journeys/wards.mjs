import { signIn } from '../lib/desk.mjs'
import { sound, weight } from '../lib/page.mjs'

const narrow = { viewport: { width: 320, height: 640 } }

/** From the start page to a ward, as a resident who knows its name. */
async function find(page, ward = 'DH-01-01') {
  await page.goto(`/ward/${ward}`)
  const name = (await page.locator('h1').innerText()).trim()
  await page.goto('/wards')
  await sound(page)
  await page.fill('[name=q]', name)
  await page.click('main form button')
  await page.waitForURL(`**/ward/${ward}`)
  return name
}

async function ask(page, ward, question, email = '') {
  await page.goto(`/ward/${ward}/ask`)
  await sound(page)
  await page.fill('[name=question]', question)
  if (email) await page.fill('[name=email]', email)
  await page.click('main form button')
}

export default [
  ['a resident finds the ward, reads who serves there and asks, without script on a narrow screen', { ...narrow, noScript: true }, async ({ page }) => {
    await find(page)
    await sound(page)
    const text = await page.locator('main').innerText()
    for (const part of ['PC ', 'Promises', 'Groups', 'Schools and their officers', 'onfirmed']) {
      if (!text.includes(part)) throw new Error(`the ward page lacks: ${part}`)
    }
    await ask(page, 'DH-01-01', '')
    await page.locator('.govuk-error-summary').waitFor()
    await sound(page)
    await ask(page, 'DH-01-01', 'When is the next walk through the park?')
    await page.waitForURL('**/question/*')
    await sound(page)
    if (!(await page.locator('main').innerText()).includes('The team answers by')) throw new Error('the clock is not shown')
  }],
  ['a ward page weighs little and reads in Welsh and Easy Read', narrow, async ({ page }) => {
    const bytes = await weight(page, '/ward/DH-02-01')
    if (bytes > 100_000) throw new Error(`the ward page weighs ${bytes} bytes over the wire`)
    for (const language of ['cy', 'en-simple']) {
      for (const path of ['/ward/DH-02-01', '/borough/DH-02', '/wards', '/training', '/ward/DH-02-01/ask']) {
        await page.goto(`/language/${language}?to=${path}`)
        await sound(page)
      }
    }
  }],
  ['words of danger are met with 999 before a question is kept', {}, async ({ page }) => {
    await ask(page, 'DH-01-02', 'He is here with a knife and says he will kill me')
    await page.locator('.govuk-error-summary').waitFor()
    await sound(page)
    if (!(await page.locator('main').innerText()).includes('999')) throw new Error('no 999')
    if (!(await page.inputValue('[name=question]')).includes('knife')) throw new Error('what was typed is lost')
  }],
  ['an officer answers in public and the ward page shows it without the asker', {}, async ({ page, browser, url }) => {
    await ask(page, 'DH-03-01', 'I am Robin from number 9. Is the gate at the canal locked at night?', 'robin@example.com')
    await page.waitForURL('**/question/*')
    const desk = await browser.newContext({ baseURL: url, viewport: { width: 1100, height: 900 } })
    const officer = await desk.newPage()
    await signIn(officer, 'dh-03-01-1')
    await officer.goto('/desk/wards')
    await officer.waitForURL('**/desk/wards/DH-03-01')
    await sound(officer)
    await officer.locator('#questions ~ .bl-scroll a').last().click()
    await sound(officer)
    await officer.fill('[name=answer]', 'Yes Robin, from ten in the evening.')
    await officer.check('[name=publish][value=yes]')
    await officer.fill('[name=public-question]', 'Is the gate at the canal locked at night?')
    await officer.fill('[name=public-answer]', 'Yes, from ten in the evening.')
    await officer.click('main form button:has-text("Send answer")')
    await officer.waitForURL('**/desk/wards/DH-03-01*')
    for (const path of ['/desk/wards/DH-03-01/history', '/desk/wards/DH-03-01/team', '/desk/wards/DH-03-01/officers/new',
      '/desk/wards/DH-03-01/promises/new', '/desk/wards/DH-03-01/schools/new', '/desk/groups/DH-03-01/new', '/desk/schools', '/desk/courses']) {
      await officer.goto(path)
      await sound(officer)
    }
    const other = await officer.goto('/desk/wards/DH-03-02/team')
    if (other.status() !== 403) throw new Error(`another ward's team opens: ${other.status()}`)
    await desk.close()
    await page.reload()
    if (!(await page.locator('main').innerText()).includes('Yes Robin')) throw new Error('the asker has no answer')
    await page.goto('/ward/DH-03-01')
    const text = await page.locator('main').innerText()
    if (!text.includes('Is the gate at the canal locked at night?')) throw new Error('the answer is not public')
    if (/Robin|number 9/.test(text)) throw new Error('the asker is shown')
  }],
  ['the page of a ward fits in Easy Read, however wide the window', {}, async ({ page }) => {
    await page.goto('/language/en-simple?to=/ward/DH-03-01')
    for (const width of [320, 700, 1000, 1280]) {
      await page.setViewportSize({ width, height: 800 })
      await sound(page)
    }
  }],
]
