// What a page does on a phone that was set up. On any other it does nothing: Withy works with a signal only.
import { bringBack, keepDraft, watchDrafts } from "./drafts.js"
import { counts, drain, save, sealAgain, sendAgain, tidy, toRing, waitingBeside } from "./outbox.js"
import { showDay, showGoing } from "./going.js"
import { watchHandOver } from "./handing.js"
import { HANDED } from "./in_hand.js"
import { addRow } from "./rows.js"
import { newIds, setNow } from "./now.js"
import { resume } from "./resume.js"
import { OFFLINE, watchSaving } from "./saving.js"
import { showDraft, showKept, showLine, showNotSaved, showWaiting } from "./showing.js"
import { change, get, got, put } from "./store.js"
import { forgetPages } from "./pages.js"
import { takeUpdate, watchUpdate } from "./update.js"
import { ask, lock, lockQuietly, open, tell, vault, watch } from "./vault.js"

const PREFETCH_EVERY = 15 * 60_000 // ms
const FIRST = 5_000 // ms to the next try while something waits; doubled each time, up to:
const LAST = 600_000

let tries = 0
let again = null
let online = true

// This phone was said to be lost: what it kept goes, and opens nothing any more. What waits is sealed, and still sent.
const wipe = async owner => {
  await change(["meta", "slots", "pages", "drafts"], async (meta, slots, pages, drafts) => {
    const phone = await got(meta.get("phone"))
    meta.put({ ...phone, wiped: true })
    meta.delete("resume")
    meta.delete(HANDED)
    slots.delete(owner)
    for (const store of [pages, drafts]) {
      for (const key of await got(store.getAllKeys())) if (key[0] === owner) store.delete(key)
    }
  })
  await lock()
}

// What the server is now: its key, and which life of its database. A new life is sent everything once more.
const hello = async owner => {
  const { waiting, since } = await waitingBeside(owner)
  const headers = { "X-Waiting": waiting, ...since && { "X-Waiting-Since": since } }
  const signal = AbortSignal.timeout(10_000)
  const answer = await fetch("/sync/hello", { headers, redirect: "error", signal }).catch(() => null)
  const said = await answer?.json().catch(() => null)
  if (said?.app !== "withy") return null
  const before = await get("meta", "server")
  if (said.owner === owner && said.wipe) await wipe(owner)
  await put("meta", { name: "server", key: said.key, epoch: said.epoch })
  await put("meta", { name: "lease", at: new Date().toISOString() })
  if (before && before.epoch !== said.epoch && said.owner === owner) await sendAgain(owner)
  return said
}

const refresh = async (owner, state) => {
  const now = await counts(owner)
  showLine({ ...now, state, ring: now.urgent && vault.keys ? await toRing(vault.keys) : null })
  await showWaiting(vault.keys)
  if (vault.keys) await showGoing(vault.keys)
  if ("setAppBadge" in navigator) navigator.setAppBadge(now.waiting + now.needsYou).catch(() => null)
  return now
}

// Send what waits, bring the caseload up to date, and say how it stands. Tries again by itself while something waits.
export const catchUp = async owner => {
  clearTimeout(again)
  const sending = count => showLine({ state: "sending", waiting: count })
  const send = () => drain(owner, { keys: vault.keys, tell: sending }).catch(() => "offline")
  let sent = await send()
  // Whether or not its sign-in goes on, a phone that its vault was opened on is given what it needs to deliver.
  if (sent === "shut out" && vault.keys) {
    await resume(vault.keys)
    sent = await send()
  }
  let said = sent === "offline" ? null : await hello(owner)
  // The sign-in was on hold, or fell quiet, while the vault was opened without a signal.
  if (said && !said.user && vault.keys && await resume(vault.keys)) said = await hello(owner)
  if (said && vault.keys) await sealAgain(vault.keys, said.key)
  if (said) await tidy(owner)
  if (said) await tell({ t: "online" })
  online = Boolean(said)
  const now = await refresh(owner, online ? "online" : "offline")
  const last = await get("meta", "prefetched")
  if (said?.user === owner && !(Date.now() - Date.parse(last?.at) < PREFETCH_EVERY)) {
    await ask({ t: "prefetch", patience: 120_000 })
  }
  tries = now.waiting ? tries + 1 : 0
  if (now.waiting && document.visibilityState === "visible") {
    again = setTimeout(catchUp, Math.min(LAST, FIRST * 2 ** (tries - 1)), owner)
  }
}

// A page that was shown from the vault was looked at: the trail is told, when there is a signal.
const tellOfLook = async keys => {
  const main = document.querySelector("main[data-family]")
  const server = await get("meta", "server")
  if (!document.documentElement.dataset.keptAt || !main || !server) return
  const said = {
    address: "/sync/looks",
    boxes: [["family", main.dataset.family], ["page", main.dataset.page ?? "page"]],
    written_at: new Date().toISOString(),
  }
  await save(keys, server.key, crypto.randomUUID(), said, { title: "", quiet: true })
}

// Signing out takes the kept pages along, and leaves what waits: sealed, it is sent all the same.
const watchSignOut = owner => {
  const form = document.querySelector("form[data-sign-out]")
  form?.addEventListener("submit", async event => {
    event.preventDefault()
    await forgetPages(owner).catch(() => null)
    await lockQuietly()
    form.submit()
  })
}

// The worker, if this browser has it still: without it nothing is kept, and Withy works with a signal as ever.
// One that is there already is not waited for: registering queues behind a look for a new version, which a network that
// swallows requests can hold for minutes.
const working = async () => {
  const there = (await navigator.serviceWorker.getRegistration())?.active
  const found = navigator.serviceWorker.register("/sw.js", { type: "module" }).catch(() => null)
  return there ?? (await found)?.active ?? null
}

// Whether this page was locked a moment ago and shows all the same: then the worker is not what stands before it.
const justLocked = () => {
  const before = Number(sessionStorage.getItem("locked"))
  sessionStorage.setItem("locked", Date.now())
  // A clock that was ahead, and is put right, makes what is past lie ahead.
  return Math.abs(Date.now() - before) < 3_000
}

// What a form asks of the server before it is saved, done here where there is no server to ask.
const watchAsking = () => {
  document.addEventListener("click", event => {
    const button = event.target.closest?.("button[name=add]")
    if (online || !button) return
    event.preventDefault()
    addRow(button)
  }, true)
  document.addEventListener("change", async event => {
    const { name, value, form } = event.target
    if (online || name !== "family" || form?.getAttribute("id") !== "contact" || !value) return
    event.stopImmediatePropagation()
    const there = `/contacts/new?family=${value}`
    if (vault.keys) await keepDraft(vault.keys, form, there)
    location.assign(there)
  }, true)
}

const watchNetwork = owner => {
  const now = () => catchUp(owner)
  new BroadcastChannel("withy").addEventListener("message", event => {
    if (event.data.t === "outbox") refresh(owner, online ? "online" : "offline")
  })
  addEventListener("online", now)
  addEventListener("offline", () => {
    online = false
    refresh(owner, "offline")
  })
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && now())
  navigator.serviceWorker.getRegistration().then(found => found?.sync?.register("outbox")).catch(() => null)
}

// The store was laid by a newer version than this page: Withy works with a signal, and the newer version is fetched.
const newer = async error => {
  // Not waited for: a look for a newer version may never be answered.
  if (error.name === "VersionError") (await navigator.serviceWorker.getRegistration())?.update().catch(() => null)
  return null
}

// Nobody is signed in: what waits is sent all the same, and a phone that is lost hears of it.
const whileOut = async owner => {
  await drain(owner).catch(() => null)
  await hello(owner)
}

// The worker stands aside, or is broken: Withy works with a signal only, and what waits is sent. Another is taken at once.
const withoutWorker = async owner => {
  if (await takeUpdate().catch(() => false)) return location.reload()
  await whileOut(owner)
}

export const startPhone = async () => {
  if (!("serviceWorker" in navigator)) return
  const phone = await get("meta", "phone").catch(newer)
  const { user, shell } = document.documentElement.dataset
  if (!phone) return
  if (phone.wiped) return void drain(phone.owner)
  if (!user && shell === undefined) return whileOut(phone.owner)
  if (phone.owner !== user && shell === undefined) return
  if (!await working()) return
  watch()
  const opened = await open()
  if (opened === null) return withoutWorker(phone.owner)
  if (!opened) return justLocked() ? withoutWorker(phone.owner) : lock({ everywhere: false })
  showKept()
  // A kept page was made at another moment: its boxes begin as this one.
  if (document.documentElement.dataset.keptAt) {
    setNow(document)
    newIds(document)
    showDay()
  }
  watchSaving(() => vault.keys, showNotSaved)
  watchDrafts(() => vault.keys, OFFLINE, showDraft)
  for (const form of document.querySelectorAll(OFFLINE)) {
    const at = await bringBack(vault.keys, form)
    if (at) showDraft(form, at, { back: true })
  }
  await watchHandOver()
  await watchUpdate(lock)
  for (const button of document.querySelectorAll("[data-lock]")) {
    button.hidden = false
    button.addEventListener("click", () => lock())
  }
  watchAsking()
  watchSignOut(phone.owner)
  watchNetwork(phone.owner)
  // Nothing on the page waits for the network.
  tellOfLook(vault.keys).catch(() => null).then(() => catchUp(phone.owner))
}
