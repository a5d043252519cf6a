// A counter that goes on counting without a network: each tap is kept in this browser until the server has it.
// A tap has an id of its own, so that a queue sent twice counts once. Without this script the forms work as forms.

const counter = document.querySelector('[data-counter]')
if (counter && 'indexedDB' in window) start(counter).catch((why) => console.error(why))

const EVERY = 20_000
const PATIENCE = 8_000
const AT_ONCE = 100
const CACHE = 'bluelamp-counter'

async function start (counter) {
  const base = counter.dataset.counter
  const shown = counter.querySelector('[data-now]')
  const note = document.getElementById('counter-pending')
  const store = await open()
  let served = shown.innerHTML
  let csrf = counter.dataset.csrf
  let late = 0
  let running = null
  let again = false
  // While a tap is taken back nothing is sent.
  let held = false

  await show()
  keep(base).catch(() => {})
  sync()
  addEventListener('online', sync)
  setInterval(sync, EVERY)
  document.addEventListener('visibilitychange', () => document.hidden || sync())
  document.querySelector('form[action="/sign-out"]')?.addEventListener('submit', () => { caches?.delete(CACHE) })

  // In the capturing phase: a tap is no form that is sent, and the next may follow at once.
  counter.addEventListener('submit', (event) => {
    // Help leads to another page.
    if (event.target.matches('[data-help]')) return
    event.preventDefault()
    event.stopPropagation()
    const fields = new FormData(event.target, event.submitter)
    const kind = fields.get('kind')
    const done = kind === 'undo' ? undo() : tap(fields)
    done.catch((why) => console.error(why))
    if (kind === 'come') event.target.reset()
  }, true)

  async function tap (fields) {
    const one = { base, at: Date.now(), id: crypto.randomUUID() }
    for (const name of ['kind', 'visit', 'reason', 'waits', 'outcome', 'referred', 'of']) {
      if (fields.get(name)) one[name] = fields.get(name)
    }
    if (one.kind === 'come') one.visit = one.id
    await store.put(one)
    await show()
    sync()
  }

  // What was not sent is only forgotten; what was sent is undone by a tap that says so.
  async function undo () {
    while (running) await running
    held = true
    try {
      const last = (await pending()).at(-1)
      // The list is fresh now, and names the newest tap that the server has.
      if (!last) return await tap(new FormData(shown.querySelector('[data-undo]')))
      await store.remove([last])
      await show()
    } finally {
      held = false
      sync()
    }
  }

  async function pending () {
    return (await store.all()).filter((one) => one.base === base)
  }

  // The server's list, and on top of it what it does not know yet.
  async function show () {
    const at = document.activeElement?.closest?.('[data-visit]')?.dataset.visit
    shown.innerHTML = served
    const mine = await pending()
    for (const one of mine) apply(one)
    for (const none of shown.querySelectorAll('[data-none]')) {
      none.hidden = shown.querySelector(`[data-list="${none.dataset.none}"]`).children.length > 0
    }
    if (mine.length) {
      const form = shown.querySelector('[data-undo]')
      form.hidden = false
      form.querySelector('[data-undo-what]').textContent = counter.dataset.undo
    }
    if (at) {
      // Who has gone from the list leaves the keyboard with the next one, or where the next visitor begins.
      const next = shown.querySelector(`[data-visit="${CSS.escape(at)}"] button`) ?? shown.querySelector('[data-visit] button') ?? counter.querySelector('[name="reason"]')
      next?.focus({ preventScroll: true })
    }
    return mine
  }

  function apply (one) {
    const row = shown.querySelector(`[data-visit="${CSS.escape(one.visit ?? '')}"]`)
    if (one.kind === 'come' && !row) {
      const words = counter.querySelector(`[name="reason"][value="${CSS.escape(one.reason)}"]`)?.textContent.trim()
      add(one.waits ? 'waiting' : 'served', one, words)
    } else if (one.kind === 'begin' && row) {
      const words = row.querySelector('[data-reason]').textContent
      row.remove()
      add('served', one, words)
    } else if (one.kind === 'end' && row) {
      row.remove()
    }
  }

  function add (list, one, words) {
    const row = counter.querySelector(`template[data-row="${list}"]`).content.firstElementChild.cloneNode(true)
    row.dataset.visit = one.visit
    for (const field of row.querySelectorAll('[name="visit"]')) field.value = one.visit
    for (const name of row.querySelectorAll('[data-reason]')) name.textContent = words
    const time = new Date(one.at).toLocaleTimeString(document.documentElement.lang, { hour: 'numeric', minute: '2-digit', hour12: true }).replace(/:00(?= ?[ap])/i, '').replace(/\s?([ap]m)/i, half => half.trim().toLowerCase())
    row.querySelector('[data-since]').textContent = `${counter.dataset.since} ${time}`
    shown.querySelector(`[data-list="${list}"]`).append(row)
  }

  function sync () {
    if (running || held) {
      again = true
      return
    }
    running = send().catch((why) => why.name === 'TypeError' || why.name === 'TimeoutError' ? say('words') : console.error(why))
      .finally(() => {
        running = null
        if (again) {
          again = false
          sync()
        }
      })
  }

  async function send () {
    for (;;) {
      const queue = (await pending()).slice(0, AT_ONCE)
      if (!queue.length) break
      let answer = await post(queue)
      if (answer.status === 403) {
        // The sign-in is another one than that of this page.
        if (!await renew()) return say('signIn')
        answer = await post(queue)
      }
      if (answer.redirected || answer.status === 401) return say('signIn')
      // What is wrong with the server may be right in a while.
      if (!answer.ok) return say('words')
      const { taps } = await answer.json()
      late += taps.filter((what) => what === 'late' || what === 'refused').length
      await store.remove(queue.slice(0, taps.length))
      if (!taps.length) return
    }
    const fresh = await fetch(`${base}/now`, { signal: AbortSignal.timeout(PATIENCE) })
    if (fresh.redirected) return say('signIn')
    if (fresh.ok) {
      served = await fresh.text()
      await show()
    }
    await say(late ? 'late' : '')
  }

  function post (queue) {
    const body = new URLSearchParams({ csrf })
    for (const { n, base, at, ...one } of queue) body.append('tap', JSON.stringify({ ...one, ago: String(Date.now() - at) }))
    return fetch(`${base}/taps`, { method: 'POST', body, signal: AbortSignal.timeout(PATIENCE) })
  }

  async function renew () {
    const answer = await fetch(base, { signal: AbortSignal.timeout(PATIENCE) })
    if (!answer.ok || answer.redirected) return false
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    csrf = page.querySelector('[data-counter]')?.dataset.csrf ?? csrf
    return true
  }

  async function say (what) {
    const count = what === 'late' ? late : (await pending()).length
    note.hidden = !what || (!count && what !== 'signIn')
    note.querySelector('[data-said]').textContent = what ? `${note.dataset[what]} ${count}` : ''
    note.querySelector('[data-lead]').hidden = what !== 'signIn'
  }
}

// The page itself is kept too, and a worker hands it out when there is no network.
async function keep (base) {
  if (!navigator.serviceWorker || !window.caches) return
  await navigator.serviceWorker.register(document.querySelector('[data-worker]').dataset.worker)
  const kept = await caches.open(CACHE)
  const needed = [...document.querySelectorAll('link[rel="stylesheet"][href], link[rel="icon"][href], script[src]')]
    .map((one) => new URL(one.href || one.src).pathname)
  const page = await fetch(base)
  if (page.ok && !page.redirected) await kept.put(base, page)
  await kept.addAll(needed)
  for (const one of await kept.keys()) {
    const path = new URL(one.url).pathname
    if (path.startsWith('/assets/') && !needed.includes(path)) await kept.delete(one)
  }
}

// The queue: rows in the order in which they were tapped.
function open () {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open('bluelamp-counter', 1)
    asked.onupgradeneeded = () => asked.result.createObjectStore('taps', { keyPath: 'n', autoIncrement: true })
    asked.onerror = () => reject(asked.error)
    asked.onsuccess = () => {
      const run = (mode, work) => new Promise((resolve, reject) => {
        const change = asked.result.transaction('taps', mode)
        const request = work(change.objectStore('taps'))
        change.oncomplete = () => resolve(request?.result)
        change.onabort = change.onerror = () => reject(change.error)
      })
      resolve({
        all: () => run('readonly', (taps) => taps.getAll()),
        put: (one) => run('readwrite', (taps) => taps.add(one)),
        remove: (list) => run('readwrite', (taps) => { for (const one of list) taps.delete(one.n) })
      })
    }
  })
}
