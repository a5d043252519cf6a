// Hands out the page of a counter, and what it is made of, when there is no network. Whatever else is asked goes by.
const CACHE = 'bluelamp-counter'

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  const page = request.mode === 'navigate' && /^\/desk\/counters\/plc_[0-9a-z]+$/.test(pathname)
  if (page || pathname.startsWith('/assets/')) event.respondWith(answer(request, pathname, page))
})

async function answer (request, path, page) {
  const kept = await caches.open(CACHE)
  try {
    const fresh = await fetch(request)
    if (page && fresh.ok) await kept.put(path, fresh.clone())
    // Led to the sign-in page: the copy was someone else's.
    if (page && fresh.type === 'opaqueredirect') await kept.delete(path)
    return fresh
  } catch (why) {
    const copy = await kept.match(path)
    if (copy) return copy
    throw why
  }
}
