// A map beside what the page says anyway: the force's boundaries, the places of the list, a pin. Nothing depends on it.

const box = document.querySelector('[data-map]')
const say = box?.dataset

if (box) {
  const field = say.field && document.getElementById(say.field)
  offerPosition(field)
  if (hasGraphics()) soon(box, () => draw(field).catch((why) => console.error(why)))
}

function hasGraphics () {
  try {
    return Boolean(document.createElement('canvas').getContext('webgl2'))
  } catch {
    return false
  }
}

// The library is large: it comes when the map is about to be seen.
function soon (element, then) {
  const watch = new IntersectionObserver((seen) => {
    if (!seen.some((s) => s.isIntersecting)) return
    watch.disconnect()
    then()
  }, { rootMargin: '400px' })
  watch.observe(element)
}

function make (tag, classes, text) {
  const element = document.createElement(tag)
  element.className = classes
  if (text) element.textContent = text
  return element
}

function words (point) {
  return `${point.lat.toFixed(5)}, ${point.lng.toFixed(5)}`
}

function read (text) {
  const found = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(text || '')
  return found && { lat: Number(found[1]), lng: Number(found[2]) }
}

// Where the places near a point are: what else was asked stays.
function near (point) {
  const form = document.querySelector('form[action="/near"]')
  const asked = new URLSearchParams()
  for (const [name, value] of form ? new FormData(form) : []) {
    if (value && name !== 'q' && name !== 'at') asked.append(name, value)
  }
  return `/near?at=${point.lat.toFixed(5)},${point.lng.toFixed(5)}${asked.size ? `&${asked}` : ''}#found`
}

function write (field, text) {
  field.value = text
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

// Only on a press does the browser ask whether we may know where someone is.
function offerPosition (field) {
  const beside = field || document.querySelector('form[action="/near"] [name=q]')
  if (!beside || !navigator.geolocation) return
  const button = make('button', 'govuk-button govuk-button--secondary bl-live__position', say.sayPosition)
  button.type = 'button'
  const news = make('p', 'govuk-body bl-live__news')
  news.setAttribute('role', 'status')
  const last = beside.closest('.govuk-form-group') || beside
  last.after(button, news)
  button.addEventListener('click', () => {
    news.textContent = say.sayPositionWait
    navigator.geolocation.getCurrentPosition((found) => {
      const point = { lat: found.coords.latitude, lng: found.coords.longitude }
      if (field) {
        write(field, words(point))
        news.textContent = say.sayPinAt.replace('%{point}', words(point))
      } else {
        location.assign(near(point))
      }
    }, (why) => {
      news.textContent = why.code === why.PERMISSION_DENIED ? say.sayPositionRefused : say.sayPositionFailed
    }, { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 })
  })
}

// What the force's boundaries look like: under them its base map, or plain ground.
function ground (alone) {
  const names = { 'text-field': ['get', 'name'], 'text-size': 13, 'text-max-width': 8, 'text-padding': 4 }
  const layers = [
    { id: 'wards', type: 'line', source: 'wards', paint: { 'line-color': '#6f7b8f', 'line-width': ['interpolate', ['linear'], ['zoom'], 8, 0.4, 14, 1.5] } },
    { id: 'boroughs', type: 'line', source: 'boroughs', paint: { 'line-color': '#12284c', 'line-width': ['interpolate', ['linear'], ['zoom'], 8, 1, 14, 3] } }
  ]
  if (alone) {
    layers.unshift({ id: 'land', type: 'fill', source: 'wards', paint: { 'fill-color': '#f3f5f9' } })
    const colour = { 'text-color': '#39424e', 'text-halo-color': '#f3f5f9', 'text-halo-width': 1.5 }
    layers.push(
      { id: 'borough-names', type: 'symbol', source: 'boroughs', maxzoom: 11.5, layout: { ...names, 'text-size': 14 }, paint: { ...colour, 'text-color': '#12284c' } },
      { id: 'ward-names', type: 'symbol', source: 'wards', minzoom: 11.5, layout: names, paint: colour })
  }
  const sources = {}
  for (const level of ['wards', 'boroughs']) sources[level] = { type: 'geojson', data: new URL(`/map/${level}.json`, location.href).href }
  return { sources, layers }
}

async function draw (field) {
  const gl = await import('./maplibre-gl.js')
  const styles = make('link')
  styles.rel = 'stylesheet'
  styles.href = new URL('./maplibre-gl.css', import.meta.url).href
  await new Promise((resolve, reject) => {
    styles.addEventListener('load', resolve)
    styles.addEventListener('error', reject)
    document.head.append(styles)
  })
  gl.setWorkerUrl(new URL('./maplibre-gl-worker.js', import.meta.url).href)

  const drawing = say.drawing ? document.getElementById(say.drawing) : null
  const canvas = make('div', 'bl-live__map')
  box.append(canvas)
  // An SVG has no property of that name, only the attribute.
  drawing?.toggleAttribute('hidden', true)
  const back = () => {
    box.replaceChildren()
    drawing?.toggleAttribute('hidden', false)
  }
  const own = ground(!say.style)
  let map
  try {
    map = new gl.Map({
      container: canvas,
      style: say.style || { version: 8, sources: own.sources, layers: [{ id: 'sea', type: 'background', paint: { 'background-color': '#fff' } }, ...own.layers] },
      bounds: say.bounds.split(',').map(Number),
      fitBoundsOptions: { padding: 30, maxZoom: 15 },
      attributionControl: say.credit ? { compact: false, customAttribution: say.credit } : false,
      // One finger and the wheel move the page, not the map that happens to lie there.
      cooperativeGestures: true,
      dragRotate: false,
      pitchWithRotate: false,
      maxPitch: 0,
      locale: {
        'Map.Title': say.sayLabel,
        'NavigationControl.ZoomIn': say.sayIn,
        'NavigationControl.ZoomOut': say.sayOut,
        'AttributionControl.ToggleAttribution': say.sayCredit,
        'CooperativeGesturesHandler.WindowsHelpText': say.sayScroll,
        'CooperativeGesturesHandler.MacHelpText': say.sayScrollMac,
        'CooperativeGesturesHandler.MobileHelpText': say.sayTouch
      }
    })
  } catch (why) {
    back()
    throw why
  }
  map.touchZoomRotate.disableRotation()
  map.keyboard.disableRotation()
  map.addControl(new gl.NavigationControl({ showCompass: false }))
  canvas.append(make('div', 'bl-live__cross'))
  if (say.style) {
    map.on('load', () => {
      for (const [name, source] of Object.entries(own.sources)) map.addSource(name, source)
      for (const layer of own.layers) map.addLayer(layer)
    })
  }
  map.on('webglcontextlost', () => map.once('webglcontextrestored', () => map.triggerRepaint()))

  const at = read(say.at)
  if (at) {
    const here = make('div', 'bl-spot')
    here.setAttribute('role', 'img')
    here.setAttribute('aria-label', say.sayHere)
    new gl.Marker({ element: here }).setLngLat(at).addTo(map)
  }
  marks(gl, map)
  pins(gl, map, field)
  map.once('load', () => { box.dataset.drawn = 'yes' })
}

// Each place of the list is a mark, each mark leads to its place in the list, and back.
function marks (gl, map) {
  const seen = new Map()
  for (const item of document.querySelectorAll('[data-at][data-number]')) {
    const point = read(item.dataset.at)
    if (!point) continue
    const link = item.querySelector('a')
    const mark = make('a', `bl-mark${item.dataset.open ? ' bl-mark--open' : ''}`, item.dataset.number)
    mark.href = `#${item.id}`
    mark.title = link.textContent
    mark.setAttribute('aria-label', `${item.dataset.number}. ${link.textContent}. ${item.querySelector('.govuk-tag')?.textContent ?? ''}`)
    // Two in one house stand side by side.
    const same = seen.get(item.dataset.at) ?? 0
    seen.set(item.dataset.at, same + 1)
    new gl.Marker({ element: mark, offset: [same * 26, 0] }).setLngLat(point).addTo(map)
    const lit = (on) => mark.classList.toggle('bl-mark--lit', on)
    for (const kind of ['pointerenter', 'focusin']) item.addEventListener(kind, () => lit(true))
    for (const kind of ['pointerleave', 'focusout']) item.addEventListener(kind, () => lit(false))
    mark.addEventListener('click', (event) => {
      event.preventDefault()
      event.stopPropagation()
      link.focus()
      item.scrollIntoView({ block: 'nearest' })
    })
    mark.addEventListener('focus', () => {
      if (!map.getBounds().contains(point)) map.panTo(point)
    })
    const show = make('button', 'bl-link-button', say.sayShow)
    show.type = 'button'
    show.append(make('span', 'govuk-visually-hidden', `: ${link.textContent}`))
    show.addEventListener('click', () => {
      map.easeTo({ center: point, zoom: Math.max(map.getZoom(), 14) })
      box.scrollIntoView({ block: 'nearest' })
      mark.focus({ preventScroll: true })
    })
    item.append(show)
  }
}

function pins (gl, map, field) {
  const help = make('p', 'govuk-body', say.sayPinHelp)
  const middle = make('button', 'govuk-button govuk-button--secondary', say.sayPinMiddle)
  middle.type = 'button'
  const news = make('p', 'govuk-body')
  news.setAttribute('role', 'status')
  box.append(help, middle, news)
  let pin
  const put = (point) => {
    const spot = gl.LngLat.convert(point).wrap()
    if (!pin) {
      const element = make('div', 'bl-drop')
      pin = new gl.Marker({ element, anchor: 'bottom', draggable: true }).setLngLat(spot).addTo(map)
      element.setAttribute('role', 'img')
      element.setAttribute('aria-label', say.sayPin)
      pin.on('dragend', () => put(pin.getLngLat()))
    }
    pin.setLngLat(spot)
    news.textContent = `${say.sayPinAt.replace('%{point}', words(spot))} `
    if (field) {
      write(field, words(spot))
    } else {
      const on = make('a', 'govuk-link', say.sayPinFind)
      on.href = near(spot)
      news.append(on)
    }
  }
  const before = field && read(field.value)
  if (before) put(before)
  map.on('click', (event) => put(event.lngLat))
  middle.addEventListener('click', () => put(map.getCenter()))
  map.getCanvas().addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    put(map.getCenter())
  })
}
