// The keys of this page, and locking it. They live in memory: of this page, of other pages, of the service worker.
import { flush } from "./drafts.js"

const QUIET = 5 * 60_000 // ms without a touch, then it locks
const PATIENCE = 2_000 // ms for the service worker to answer
const BUSY = 10_000 // ms: the same, where its silence would lock the page
const TELL = 15_000 // ms: touches are told to the others at most this often

export const vault = { keys: null, until: 0 }

// The other pages: what this one says here, it does not hear itself.
const others = new BroadcastChannel("withy")

const worker = async () =>
  navigator.serviceWorker.controller ?? (await navigator.serviceWorker.getRegistration())?.active ?? null

// Ask the service worker something; null where it does not answer.
export const ask = async said => {
  const there = await worker()
  if (!there) return null
  const channel = new MessageChannel()
  return new Promise(resolve => {
    channel.port1.onmessage = event => resolve(event.data)
    setTimeout(resolve, said.patience ?? PATIENCE, null)
    there.postMessage(said, [channel.port2])
  })
}

export const tell = async said => (await worker())?.postMessage(said)

export const openWith = async keys => {
  vault.keys = keys
  vault.until = Date.now() + QUIET
  await tell({ t: "keys", keys, until: vault.until })
}

// The keys from whoever holds them; false where everything is locked, null where the worker says nothing. On a slow phone
// it is busy for seconds: that is no reason to ask anybody for five words.
export const open = async () => {
  const told = vault.keys ? vault : await ask({ t: "keys?", patience: BUSY })
  if (!told) return null
  if (told.keys) Object.assign(vault, told)
  return Boolean(vault.keys) && Date.now() < vault.until
}

let told = 0

const touched = () => {
  const now = Date.now()
  if (!vault.keys || now > vault.until) return
  vault.until = now + QUIET
  if (now - told < TELL) return
  told = now
  tell({ t: "busy", until: vault.until })
  others.postMessage({ t: "busy", until: vault.until })
}

// The keys go, here and everywhere; what was being typed is kept first.
export const lockQuietly = async ({ everywhere = true } = {}) => {
  if (vault.keys) await flush(vault.keys).catch(() => null)
  vault.keys = null
  await tell({ t: "lock" })
  if (everywhere) others.postMessage({ t: "lock" })
}

// Every tab locks at once: the same address then shows the way in.
export const lock = async ({ everywhere = true } = {}) => {
  document.documentElement.hidden = true
  await lockQuietly({ everywhere })
  // What was typed is kept: nobody is asked whether to stay.
  addEventListener("beforeunload", event => event.stopImmediatePropagation(), { capture: true })
  location.replace(location.href.split("#")[0])
}

const lockIfQuiet = () => {
  if (vault.keys && Date.now() > vault.until) lock()
}

export const watch = () => {
  navigator.serviceWorker.addEventListener("message", event => {
    if (event.data?.t === "keys?") event.ports[0].postMessage(vault.keys ? { keys: vault.keys, until: vault.until } : {})
  })
  navigator.serviceWorker.startMessages()
  others.addEventListener("message", event => {
    if (event.data.t === "lock") lock({ everywhere: false })
    if (event.data.t === "busy") vault.until = Math.max(vault.until, event.data.until)
  })
  for (const kind of ["pointerdown", "keydown", "scroll"]) addEventListener(kind, touched, { passive: true, capture: true })
  addEventListener("pageshow", lockIfQuiet)
  document.addEventListener("visibilitychange", lockIfQuiet)
  setInterval(lockIfQuiet, 5_000)
}
