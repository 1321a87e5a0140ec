// Where a page comes from: the network where there is one, else the vault. Nothing of a family is kept in clear, and
// whatever goes wrong here, the page is asked of the network as if this were not here.
import { handedRow, isOn } from "./in_hand.js"
import { keepPage, keptPage, mayKeep, prefetch } from "./pages.js"
import { drain, saidIn, save } from "./outbox.js"
import { resume } from "./resume.js"
import { get } from "./store.js"

const TODAY = "/today"
const BUILD = new URL(import.meta.url).pathname.split("/")[2]
const SHELLS = ["/phone/unlock", "/phone/offline", "/phone/cannot-open", "/phone/hand-over"]
const HAND_OVER = "/phone/hand-over"
const WAY_ANEW = /^\/(sign-in(\/second-step|\/recovery-code)?|phone\/set-up)$/
const INSIDE = ["/phone/saved", "/phone/waiting"] // filled from the vault, which must be open
// Nothing of a family is behind these, or they say themselves what they are.
const PASS = /^\/(sync|static|sign-in|sign-out|come-in|phone|health|sw\.js)(\/|$)/
const PATIENCE = 2_500 // ms
const STICKY = 20_000 // ms: after one failure, the vault first
const GIVE_UP = 20_000 // ms: a network that swallows what is asked must not hold every connection there is
const CLOSE = 5_000 // ms: for a page to give the keys

let keys = null
let until = 0
let offlineUntil = 0
let trying = 0 // pages that the network was asked for and has not given
let handed = null // whether the phone is in somebody else's hand; null: not looked yet

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

// Read to its end: half an answer is none.
const whole = async answer => {
  if (answer.type === "opaqueredirect" || answer.status === 204) return answer
  const { status, headers } = answer
  return new Response(await answer.arrayBuffer(), { status, headers })
}

const fetchOne = request => fetch(request, { signal: AbortSignal.timeout(GIVE_UP) })

const fromNetwork = async (request, open) => {
  trying += 1
  try {
    let answer = await fetchOne(request)
    if (!await ours(answer)) throw new Error("not ours")
    // On hold, or fallen quiet: whoever has opened the vault goes on.
    if (answer.status === 401 && await resume(open)) answer = await fetchOne(request)
    answer = await whole(answer)
    offlineUntil = 0
    return answer
  } finally {
    trying -= 1
  }
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
  const copy = await keptPage(open, request.url, BUILD).catch(() => null)
  const offline = copy && Date.now() < offlineUntil
  // One try at a time tells whether the network is back.
  if (offline && trying) return copy
  const network = fromNetwork(request, open)
  event.waitUntil(network.then(answer => mayKeep(answer, open.owner) && keepPage(open, request.url, answer.clone()))
    .catch(() => null))
  if (offline) return copy
  try {
    return copy ? await soon(network, PATIENCE) : await network
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
    const answer = await fetchOne(request)
    if (await ours(answer)) return answer
  } catch { /* No signal: it is saved here. */ }
  const form = await again.formData()
  if (!open || !server || !form.has("outbox")) return shell("/phone/offline")
  const id = crypto.randomUUID()
  await save(open, server.key, id, saidIn(form, request.url), { ...JSON.parse(form.get("outbox")), urgent: false })
  return Response.redirect(`/phone/saved#${id}`, 303)
}

// In somebody else's hand, nothing but one page: whatever is asked for, sent or typed, with a signal and without.
const whileHanded = async (event, pathname) => {
  const { request } = event
  const row = await handedRow()
  handed ??= isOn(row)
  if (!handed || await isWayAnew(pathname)) return answerTo(event, pathname) ?? fetch(request)
  if (request.mode !== "navigate") return new Response("", { headers: { "HX-Refresh": "true" } })
  return await shell(HAND_OVER) ?? fetch(HAND_OVER).catch(() => Response.error())
}

// Where the five words no longer open it, a new sign-in must: nothing of a family is behind these.
const isWayAnew = async pathname => {
  if (!WAY_ANEW.test(pathname)) return false
  const phone = await get("meta", "phone")
  return !(await get("slots", phone.owner))?.slots.some(one => one.kind === "words")
}

const wantsPage = (request, pathname) => request.mode === "navigate" || request.headers.has("HX-Request")
  || (request.method !== "GET" && !pathname.startsWith("/sync/"))

// What answers; null where the browser asks by itself.
const answerTo = (event, pathname) => {
  const { request } = event
  if (pathname.startsWith("/static/") || SHELLS.includes(pathname)) return fromCache(request)
  if (INSIDE.includes(pathname)) return inside(pathname).catch(() => fetch(request))
  if (PASS.test(pathname)) return null
  // Withy's bare name, typed: the server says where it leads, and without it that is the day.
  if (pathname === "/") return fetch(request).catch(() => Response.redirect(TODAY))
  if (request.method === "POST" && request.mode === "navigate") return posted(event).catch(() => Response.error())
  if (request.method !== "GET" || (request.mode !== "navigate" && !request.headers.has("HX-Request"))) return null
  return page(event).catch(() => fetch(request)).catch(() => shell("/phone/offline")).then(found => found ?? Response.error())
}

addEventListener("fetch", event => {
  const { origin, pathname } = new URL(event.request.url)
  if (origin !== location.origin) return
  const asked = handed !== false && wantsPage(event.request, pathname)
  const plainly = () => fetch(event.request).catch(() => Response.error())
  const answer = asked ? whileHanded(event, pathname).catch(plainly) : answerTo(event, pathname)
  if (answer) event.respondWith(answer)
})

// Pages from before, in other tabs.
const onlyShow = async shown => {
  for (const one of await clients.matchAll({ type: "window", includeUncontrolled: true })) {
    if (one.id !== shown.id) await one.navigate(HAND_OVER).catch(() => null)
  }
}

const jobs = {
  keys: event => ({ keys, until } = event.data),
  busy: event => { until = event.data.until },
  lock: () => { keys = handed = null },
  "handed?": async event => {
    handed = isOn(await handedRow())
    if (handed) keys = null
    event.ports[0].postMessage({ on: handed })
  },
  "only me": async event => {
    event.ports[0].postMessage({})
    await onlyShow(event.source)
  },
  "keys?": async event => event.ports[0].postMessage({ keys: await keysNow(), until }),
  prefetch: async event => {
    const open = await keysNow()
    event.ports[0]?.postMessage({ count: open ? await prefetch(open).catch(() => null) : null })
  },
  online: () => { offlineUntil = 0 },
  skip: () => skipWaiting(),
}

addEventListener("message", event => event.waitUntil(Promise.resolve(jobs[event.data?.t]?.(event))))

// Chromium wakes us when there is a signal again, with no page open. The items are sealed: no key is needed.
addEventListener("sync", event => {
  if (event.tag !== "outbox") return
  event.waitUntil(get("meta", "phone").then(phone => phone && drain(phone.owner)))
})
