// A new version of the worker waits until no form is open.

const PATIENCE = 5_000 // ms for it to take over

const there = () => navigator.serviceWorker.getRegistration()

// Take the one that waits, where nothing is open: while all is locked, or where nothing was ever opened.
export const takeUpdate = async () => {
  const waiting = (await there())?.waiting
  if (!waiting) return false
  const taken = new Promise(resolve => {
    navigator.serviceWorker.addEventListener("controllerchange", () => resolve(true), { once: true })
    setTimeout(resolve, PATIENCE, false)
  })
  waiting.postMessage({ t: "skip" })
  return taken
}

// Say that there is one, on pages where somebody could want it now. It comes by itself at the next unlocking.
export const watchUpdate = async lock => {
  const note = document.querySelector("[data-update]")
  const found = note && await there()
  if (!found) return
  const say = () => { note.hidden = !found.waiting }
  note.querySelector("button").addEventListener("click", () => lock())
  found.addEventListener("updatefound", () => found.installing?.addEventListener("statechange", say))
  found.installing?.addEventListener("statechange", say)
  say()
  // A browser looks for one when it has nothing else to do; whoever is on this page may be here for it.
  found.update().catch(() => null)
}
