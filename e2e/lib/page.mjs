// What every journey asks of every page it comes to.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Accessibility (nothing serious or critical), no sideways scrolling, weight without pictures, a title and one h1. */
export async function sound(page) {
  // A page that was only just come to can be measured before its styles are there.
  await page.waitForLoadState('load')
  const where = new URL(page.url()).pathname
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  if (wide > 0) {
    const beyond = await page.evaluate(() => [...document.querySelectorAll('body *')]
      .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth).slice(-3).map(e => e.outerHTML.slice(0, 120)))
    throw new Error(`${where} scrolls sideways by ${wide} px: ${beyond.join(' … ')}`)
  }
  const headings = await page.locator('h1').count()
  if (headings !== 1) throw new Error(`${where} has ${headings} headings of the first level`)
  const html = Buffer.byteLength(await page.content())
  if (html > 100_000) throw new Error(`${where} weighs ${html} bytes`)
  await accessible(page, where)
}

/** What axe reports and is no fault. */
function known(rule, html) {
  // GOV.UK Frontend's own radios with a field below them: tested by its makers with screen readers, which say "expanded".
  if (rule === 'aria-allowed-attr') return html.includes('class="govuk-radios__input"') && html.includes('aria-expanded')
  // Marks of a map can lie on one another. Each leads to its place in the list, where the same link is large.
  return rule === 'target-size' && html.includes('bl-mark')
}

/** Runs axe in a world of its own, beside the page's scripts: the policy of the page stays as it is. */
async function accessible(page, where) {
  const client = await page.context().newCDPSession(page)
  try {
    const { frameTree } = await client.send('Page.getFrameTree')
    const { executionContextId } = await client.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id, worldName: 'axe' })
    const run = expression => client.send('Runtime.evaluate', { expression, contextId: executionContextId, awaitPromise: true, returnByValue: true })
    await run(axe)
    const answer = await run(`axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then(r => JSON.stringify(r.violations.map(v => ({ id: v.id, impact: v.impact, nodes: v.nodes.map(n => n.html.slice(0, 160)) }))))`)
    if (answer.exceptionDetails) throw new Error(`axe: ${answer.exceptionDetails.exception?.description ?? answer.exceptionDetails.text}`)
    const found = JSON.parse(answer.result.value).filter(v => v.impact === 'serious' || v.impact === 'critical')
    const bad = found.map(v => ({ ...v, nodes: v.nodes.filter(html => !known(v.id, html)) })).filter(v => v.nodes.length)
    if (bad.length) throw new Error(`${where}: ${JSON.stringify(bad, null, 1)}`)
  } finally {
    await client.detach()
  }
}

/** The bytes of a page with its styles and scripts, without pictures, as they come over the wire. */
export async function weight(page, path) {
  const client = await page.context().newCDPSession(page)
  await client.send('Network.enable')
  const kinds = new Map()
  let bytes = 0
  client.on('Network.responseReceived', e => kinds.set(e.requestId, e.type))
  client.on('Network.loadingFinished', e => { if (kinds.get(e.requestId) !== 'Image') bytes += e.encodedDataLength })
  await page.goto(path, { waitUntil: 'networkidle' })
  await client.detach()
  return bytes
}
