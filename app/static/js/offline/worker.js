// Where a page comes from: the network where there is one, else the vault. Nothing of a family is kept in clear, and
// whatever goes wrong here, the page is asked of the network as if this were not here.
import { keepPage, keptPage, mayKeep, prefetch } from "./pages.js"
import { drain, saidIn, save } from "./outbox.js"
import { get } from "./store.js"

const BUILD = new URL(import.meta.url).pathname.split("/")[2]
const SHELLS = ["/phone/unlock", "/phone/offline", "/phone/cannot-open"]
const INSIDE = ["/phone/saved", "/phone/waiting"] // filled from the vault, which must be open
// Nothing of a family is behind these, or they say themselves what they are.
const PASS = /^\/(sync|static|sign-in|sign-out|come-in|phone|health|sw\.js)(\/|$)/
const PATIENCE = 2_500 // ms
const STICKY = 20_000 // ms: after one failure, the vault first
const CLOSE = 5_000 // ms: for a page to give the keys

let keys = null
let until = 0
let offlineUntil = 0

const cacheOf = build => `withy-${build}`

addEventListener("install", event => event.waitUntil((async () => {
  const cache = await caches.open(cacheOf(BUILD))
  const list = await (await fetch("/sync/shell")).json()
  await cache.addAll([...SHELLS, ...INSIDE, ...list.files])
})()))

// A new version waits until no form is open: a page says when.
addEventListener("activate", event => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("withy-") && name !== cacheOf(BUILD)) await caches.delete(name)
  await clients.claim()
})()))

const fromCache = async request => await caches.match(request, { ignoreSearch: true }) ?? fetch(request)
const shell = path => caches.match(path)

const inside = async path => {
  const phone = await get("meta", "phone")
  return shell(phone && !phone.wiped && !await keysNow() ? "/phone/unlock" : path)
}

// The keys, from memory or from a page that holds them; none once nobody has touched Withy for long enough.
const keysNow = async () => {
  if (!keys) await askPages()
  if (keys && Date.now() > until) keys = null
  return keys
}

const askPages = async () => {
  for (const page of await clients.matchAll({ type: "window", includeUncontrolled: true })) {
    const told = await new Promise(resolve => {
      const channel = new MessageChannel()
      channel.port1.onmessage = event => resolve(event.data)
      setTimeout(resolve, CLOSE / 10, null)
      page.postMessage({ t: "keys?" }, [channel.port2])
    })
    if (told?.keys) {
      keys = told.keys
      until = told.until
      return
    }
  }
}

// An answer of Withy's own, whole. A redirect looks the same from here whoever sends it: Withy is asked once more.
const ours = async answer => {
  if (answer.type !== "opaqueredirect") return answer.headers.has("X-Withy") && answer.status < 500
  const hello = await fetch("/sync/hello").then(said => said.json()).catch(() => null)
  return hello?.app === "withy"
}

const fromNetwork = async request => {
  const answer = await fetch(request)
  if (!await ours(answer)) throw new Error("not ours")
  offlineUntil = 0
  return answer
}

const soon = (promise, ms) => Promise.race([
  promise, new Promise((_, reject) => setTimeout(reject, ms, new Error("slow"))),
])

const page = async event => {
  const { request } = event
  const phone = await get("meta", "phone")
  if (!phone || phone.wiped) return fetch(request)
  const open = await keysNow()
  if (!open) return request.mode === "navigate" ? shell("/phone/unlock") : new Response("", { headers: { "HX-Refresh": "true" } })
  const network = fromNetwork(request)
  event.waitUntil(network.catch(() => null))
  const copy = await keptPage(open, request.url, BUILD).catch(() => null)
  if (copy && Date.now() < offlineUntil) return copy
  try {
    const answer = copy ? await soon(network, PATIENCE) : await network
    if (mayKeep(answer, open.owner)) event.waitUntil(keepPage(open, request.url, answer.clone()).catch(() => null))
    return answer
  } catch {
    offlineUntil = Date.now() + STICKY
    return copy ?? shell("/phone/offline")
  }
}

// A form sent before the page's own script was there to save it.
const posted = async event => {
  const { request } = event
  const open = await keysNow()
  const server = await get("meta", "server")
  const again = request.clone()
  try {
    const answer = await fetch(request)
    if (await ours(answer)) return answer
  } catch { /* No signal: it is saved here. */ }
  const form = await again.formData()
  if (!open || !server || !form.has("outbox")) return shell("/phone/offline")
  const id = crypto.randomUUID()
  await save(open, server.key, id, saidIn(form, request.url), { ...JSON.parse(form.get("outbox")), urgent: false })
  return Response.redirect(`/phone/saved#${id}`, 303)
}

addEventListener("fetch", event => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (origin !== location.origin) return
  if (pathname.startsWith("/static/") || SHELLS.includes(pathname)) {
    event.respondWith(fromCache(request))
  } else if (INSIDE.includes(pathname)) {
    event.respondWith(inside(pathname).catch(() => fetch(request)))
  } else if (PASS.test(pathname) || pathname === "/") {
    return
  } else if (request.method === "POST" && request.mode === "navigate") {
    event.respondWith(posted(event).catch(() => Response.error()))
  } else if (request.method === "GET" && (request.mode === "navigate" || request.headers.has("HX-Request"))) {
    event.respondWith(page(event).catch(() => fetch(request)).catch(() => Response.error()))
  }
})

const jobs = {
  keys: event => ({ keys, until } = event.data),
  busy: event => { until = event.data.until },
  lock: () => { keys = null },
  "keys?": async event => event.ports[0].postMessage({ keys: await keysNow(), until }),
  prefetch: async event => {
    const open = await keysNow()
    event.ports[0]?.postMessage({ count: open ? await prefetch(open).catch(() => null) : null })
  },
  skip: () => skipWaiting(),
}

addEventListener("message", event => event.waitUntil(Promise.resolve(jobs[event.data?.t]?.(event))))

// Chromium wakes us when there is a signal again, with no page open. The items are sealed: no key is needed.
addEventListener("sync", event => {
  if (event.tag !== "outbox") return
  event.waitUntil(get("meta", "phone").then(phone => phone && drain(phone.owner)))
})
