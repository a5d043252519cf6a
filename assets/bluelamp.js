// What a page gains from script. Every page works without it.

const root = document.documentElement
document.body.classList.add('js-enabled')
if ('noModule' in HTMLScriptElement.prototype) document.body.classList.add('govuk-frontend-supported')

// The design system's own script is fetched only for a page that has one of these.
const parts = {
  'govuk-character-count': 'CharacterCount',
  'govuk-checkboxes': 'Checkboxes',
  'govuk-error-summary': 'ErrorSummary',
  'govuk-exit-this-page': 'ExitThisPage',
  'govuk-notification-banner': 'NotificationBanner',
  'govuk-radios': 'Radios'
}
const here = Object.keys(parts).filter((name) => document.querySelector(`[data-module="${name}"]`))
if (here.length) {
  import('./govuk-frontend.js').then((govuk) => {
    for (const name of here) {
      for (const element of document.querySelectorAll(`[data-module="${name}"]`)) {
        try {
          new govuk[parts[name]](element)
        } catch (why) {
          console.error(why)
        }
      }
    }
  })
}

// A form is sent once, however often its button is pressed. The server guards this too.
document.addEventListener('submit', (event) => {
  const form = event.target
  if (form.dataset.sent) {
    event.preventDefault()
    return
  }
  form.dataset.sent = 'yes'
  setTimeout(() => delete form.dataset.sent, 2000)
})
// Coming back with the back button must not leave the form closed.
window.addEventListener('pageshow', () => {
  for (const form of document.forms) delete form.dataset.sent
})

// A link that looks like a button answers the space key, as a button does.
document.addEventListener('keydown', (event) => {
  const link = event.target instanceof Element && event.target.closest('a[role="button"]')
  if (link && event.key === ' ') {
    event.preventDefault()
    link.click()
  }
})

// A list that follows what happens: news by server-sent events, the list itself as a fragment of HTML.
for (const list of document.querySelectorAll('[data-live]')) follow(list)

function follow (list) {
  const news = document.getElementById(`${list.id}-news`)
  const events = new EventSource(list.dataset.live)
  let asked = false
  let again = false
  let failed = 0

  const refresh = async () => {
    if (asked) {
      again = true
      return
    }
    asked = true
    try {
      const answer = await fetch(list.dataset.fragment, { headers: { accept: 'text/html' } })
      if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`)
      swap(list, await answer.text())
      if (news) news.textContent = list.querySelector('[data-count]')?.dataset.count || list.dataset.updated
      off(false)
    } catch {
      off(true)
    }
    asked = false
    if (again) {
      again = false
      refresh()
    }
  }

  const off = (is) => {
    let note = list.previousElementSibling
    if (!note?.classList.contains('bl-off')) note = null
    if (is && !note) {
      note = document.createElement('p')
      note.className = 'bl-off govuk-body'
      note.setAttribute('role', 'status')
      note.textContent = list.dataset.off
      list.before(note)
    } else if (!is && note) {
      note.remove()
    }
  }

  events.onopen = () => {
    if (failed) refresh()
    failed = 0
  }
  events.onmessage = refresh
  events.onerror = () => {
    failed += 1
    if (failed > 1 || events.readyState === EventSource.CLOSED) off(true)
  }
  window.addEventListener('pagehide', () => events.close())
}

// Puts new content in place and gives the keyboard back to where it was.
function swap (list, html) {
  const at = list.contains(document.activeElement) ? document.activeElement : null
  const id = at?.id
  const href = at?.getAttribute('href')
  const open = [...list.querySelectorAll('details[open][id]')].map((d) => d.id)
  list.innerHTML = html
  for (const name of open) document.getElementById(name)?.setAttribute('open', '')
  const back = (id && document.getElementById(id)) || (href && list.querySelector(`a[href="${CSS.escape(href)}"]`))
  if (at && back) back.focus({ preventScroll: true })
}

root.classList.add('bl-ready')
