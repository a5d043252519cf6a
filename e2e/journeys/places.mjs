import { signIn } from '../lib/desk.mjs'
import { answer, go } from '../lib/report.mjs'
import { sound, weight } from '../lib/page.mjs'

const narrow = { viewport: { width: 320, height: 640 } }

/** The middle of the first ward whose name the finder knows, as the address of a search says it. */
async function somewhere (page) {
  const { features } = await (await page.request.get('/map/wards.json')).json()
  const { name } = features[0].properties
  await page.goto(`/near?q=${encodeURIComponent(name)}`)
  return name
}

async function drawn (page) {
  await page.locator('[data-map][data-drawn=yes]').waitFor()
}

/** Presses on the map at this part of its width and height, away from marks. */
async function press (page, x, y) {
  const box = await page.locator('.bl-live__map').boundingBox()
  await page.mouse.click(box.x + box.width * x, box.y + box.height * y)
}

export default [
  ['a resident finds what is open, without script on a narrow screen, by ward, place and pin', { ...narrow, noScript: true }, async ({ page }) => {
    await page.goto('/')
    await page.goto('/near')
    await sound(page)
    const name = await somewhere(page)
    await sound(page)
    const text = await page.locator('main').innerText()
    for (const part of ['Open now', 'on foot', 'Your ward team', 'Sessions and meetings near you', 'Someone in custody']) {
      if (!text.includes(part)) throw new Error(`near ${name} lacks: ${part}`)
    }
    if (!await page.locator('svg.bl-near-map').isVisible()) throw new Error('no drawn map without script')
    const place = page.locator('.bl-finder__list h4 a[href^="/place/"]').first()
    const called = (await place.innerText()).trim()
    await place.click()
    await sound(page)
    await page.goto('/near')
    await page.fill('[name=q]', called)
    await page.selectOption('[name=mode]', 'transit')
    await page.click('main form button')
    await sound(page)
    const heading = await page.locator('#found').innerText()
    if (!heading.includes(called)) throw new Error(`asked for ${called}, shown ${heading}`)
    if (!(await page.locator('main').innerText()).includes('by public transport')) throw new Error('another way of travel')
    for (const strange of ['q=%3Cb%3Exyzzy', 'at=999,1', 'at=nonsense', 'q=police%20station', 'at=10,10&mode=drive&open=yes&step_free=yes']) {
      await page.goto(`/near?${strange}`)
      await sound(page)
    }
  }],
  ['the list and the map lead to each other, and a pin asks anew', {}, async ({ page }) => {
    await somewhere(page)
    await drawn(page)
    await sound(page)
    if (await page.locator('svg.bl-near-map').isVisible()) throw new Error('two maps')
    const items = page.locator('[data-number]')
    const marks = page.locator('a.bl-mark')
    if (await marks.count() !== await items.count()) throw new Error(`${await marks.count()} marks, ${await items.count()} in the list`)
    await page.locator('#place-2 button').click()
    const focused = await page.evaluate(() => document.activeElement.textContent)
    if (focused !== '2') throw new Error(`the list led to ${focused}`)
    await page.keyboard.press('Enter')
    const back = await page.evaluate(() => document.activeElement.closest('li')?.id)
    if (back !== 'place-2') throw new Error(`the mark led to ${back}`)
    await press(page, 0.12, 0.15)
    const on = page.locator('.bl-live a[href^="/near?at="]')
    const to = await on.getAttribute('href')
    await Promise.all([page.waitForNavigation(), on.click()])
    if (!page.url().includes(to.split('#')[0])) throw new Error(`${to} led to ${page.url()}`)
    await drawn(page)
    await sound(page)
  }],
  ['the keyboard alone moves the map and drops a pin, on a narrow screen', narrow, async ({ page }) => {
    await somewhere(page)
    await page.locator('.bl-finder__map').scrollIntoViewIfNeeded()
    await drawn(page)
    await sound(page)
    for (let i = 0; i < 200; i += 1) {
      if (await page.evaluate(() => document.activeElement?.tagName === 'CANVAS')) break
      await page.keyboard.press('Tab')
    }
    if (!await page.locator('.bl-live__cross').isVisible()) throw new Error('nothing shows where the pin will be')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowUp')
    await page.waitForTimeout(800)
    await page.keyboard.press('Enter')
    await page.locator('.bl-live a[href^="/near?at="]').waitFor()
    await sound(page)
    await page.goto('/near')
    await drawn(page)
    await page.click('.bl-live > button')
    await page.click('.bl-live a[href^="/near?at="]')
    await page.locator('#found').waitFor()
    await sound(page)
  }],
  ['a map that cannot be drawn leaves the drawing, and the library stays away', {}, async ({ page }) => {
    await page.addInitScript(() => {
      const real = HTMLCanvasElement.prototype.getContext
      HTMLCanvasElement.prototype.getContext = function (kind, ...more) { return /webgl/.test(kind) ? null : real.call(this, kind, ...more) }
    })
    let fetched = 0
    page.on('request', r => { if (r.url().includes('maplibre')) fetched += 1 })
    const bytes = await weight(page, '/near?at=54.5,2.5')
    if (bytes > 120_000) throw new Error(`the finder weighs ${bytes} bytes over the wire`)
    await sound(page)
    if (!await page.locator('svg.bl-near-map').isVisible()) throw new Error('no drawn map')
    if (fetched) throw new Error('the library was fetched for nothing')
    await page.goto('/wards')
    if (await page.locator('script[src*="map."]').count()) throw new Error('a page without a map has its script')
  }],
  ['the position is asked for on a press, and only used when it is given', {
    geolocation: { latitude: 54.5, longitude: 2.5 }, permissions: ['geolocation'],
  }, async ({ page, context }) => {
    await page.goto('/near')
    await page.selectOption('[name=mode]', 'drive')
    const ask = page.getByRole('button', { name: 'Use my position' })
    await Promise.all([page.waitForURL('**/near?at=54.50000,2.50000&mode=drive*'), ask.click()])
    await page.locator('#found').waitFor()
    await sound(page)
    await context.clearPermissions()
    await page.goto('/near')
    await ask.click()
    await page.getByText('does not let us see your position').waitFor()
    await sound(page)
  }],
  ['where it happened is pressed on a map, and is still there after going back', narrow, async ({ page }) => {
    await page.goto('/report/theft')
    for (let step = 0; step < 12 && !await page.locator('#where').count(); step += 1) {
      await answer(page, 'pin@example.com')
      await go(page)
    }
    await page.locator('.bl-live').scrollIntoViewIfNeeded()
    await drawn(page)
    await sound(page)
    await page.locator('.bl-live__map').scrollIntoViewIfNeeded()
    await press(page, 0.5, 0.5)
    const written = await page.inputValue('#where')
    if (!/^-?\d+\.\d{5}, -?\d+\.\d{5}$/.test(written)) throw new Error(`the pin wrote ${written}`)
    await answer(page, 'pin@example.com').catch(() => {})
    await page.fill('#where', written)
    const here = page.url()
    await go(page)
    if (page.url() === here) throw new Error(await page.locator('.govuk-error-summary').innerText())
    await page.goto(here)
    if (await page.inputValue('#where') !== written) throw new Error('the pin is lost')
    await page.locator('.bl-live').scrollIntoViewIfNeeded()
    await drawn(page)
    if (!await page.locator('.bl-drop').count()) throw new Error('the pin is not on the map again')
  }],
  ['the finder and a place read in Welsh and Easy Read', narrow, async ({ page }) => {
    await somewhere(page)
    const near = new URL(page.url())
    const place = await page.locator('h4 a[href^="/place/"]').first().getAttribute('href')
    for (const [language, word] of [['cy', 'Ar agor nawr'], ['en-simple', 'Open now']]) {
      for (const path of [near.pathname + near.search, '/near', place, '/find?q=llyfrgell', '/suggest', '/suggestions']) {
        await page.goto(`/language/${language}?to=${encodeURIComponent(path)}`)
        await sound(page)
        if (path.includes('?q=') && path.startsWith('/near') && !(await page.locator('main').innerText()).includes(word)) throw new Error(`${language}: ${word}`)
      }
    }
  }],
  ['staff change a place with its history, announce a closure, and everyone sees it', {}, async ({ page, browser, url }) => {
    await signIn(page, 'sunita')
    await page.goto('/desk/places?kind=hub')
    await sound(page)
    await page.locator('td a[href^="/desk/places/plc_"], th a[href^="/desk/places/plc_"]').first().click()
    await sound(page)
    const id = new URL(page.url()).pathname.split('/').pop()
    const name = await page.inputValue('[name=name]')
    const context = await browser.newContext({ baseURL: url })
    const anyone = await context.newPage()
    await page.fill('[name=hours]', 'whenever we like')
    await page.click('main form:has([name=hours]) button')
    await page.locator('.govuk-error-summary').waitFor()
    await sound(page)
    if (await page.inputValue('[name=hours]') !== 'whenever we like') throw new Error('what was typed is lost')
    await page.fill('[name=hours]', 'Mo-Su 00:00-24:00')
    await page.fill('[name=notes]', 'Ring the blue bell.')
    await page.click('main form:has([name=hours]) button')
    await page.waitForURL(`**/desk/places/${id}`)
    if (!(await page.locator('.moj-timeline').innerText()).includes('00:00-24:00')) throw new Error('no history')
    await sound(page)
    await anyone.goto(`/place/${id}`)
    await sound(anyone)
    const said = await anyone.locator('main').innerText()
    for (const part of [name, 'Ring the blue bell.', 'Open day and night']) if (!said.includes(part)) throw new Error(`not seen: ${part} in ${said}`)
    await page.goto(`/desk/places/${id}/days`)
    await sound(page)
    await page.click('main form button:text-is("Announce")')
    await page.locator('.govuk-error-summary').waitFor()
    await sound(page)
    const soon = new Date(Date.now() + 3 * 86_400_000)
    await page.fill('[name=from__day]', String(soon.getDate()))
    await page.fill('[name=from__month]', String(soon.getMonth() + 1))
    await page.fill('[name=from__year]', String(soon.getFullYear()))
    await page.check('[name=closed][value=yes]')
    await page.fill('[name=why]', 'The blue bell is being mended.')
    await page.click('main form button:text-is("Announce")')
    await sound(page)
    await anyone.reload()
    await sound(anyone)
    if (!(await anyone.locator('main').innerText()).includes('The blue bell is being mended.')) throw new Error('the closure is not seen')
    await anyone.goto(`/near?q=${encodeURIComponent(name)}`)
    // It is open now, and until the day of the closure.
    const found = await anyone.locator('[data-number]').filter({ hasText: name }).first().innerText()
    if (!found.includes('Open until')) throw new Error(`the finder says something else: ${found}`)
    await context.close()
  }],
]
