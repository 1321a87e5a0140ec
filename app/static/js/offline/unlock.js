// The way in: fingerprint or face first, five words second. It works without a signal.
import { fromText } from "./bytes.js"
import { keysFrom, openSlot } from "./keys.js"
import { counts } from "./outbox.js"
import { secretFrom } from "./passkey.js"
import { resume } from "./resume.js"
import { get, put } from "./store.js"
import { openWith } from "./vault.js"
import { many } from "./words.js"

const FREE = 3 // wrong tries before it slows down
const MOST = 10 // then the words no longer open it; finger, face or signing in do
const LEASE = 7 * 24 * 3600_000 // ms
const SLOWEST = 15 * 60_000 // ms

const find = selector => document.querySelector(selector)

const say = words => {
  const place = find("[data-oops]")
  place.hidden = !words
  place.textContent = words
}

// How long to wait before another try, in ms. Counters stop fingers, not somebody who copied the phone.
const waitFor = ({ wrong = 0, last = 0 }) => {
  if (wrong < FREE) return 0
  return Math.max(0, last + Math.min(SLOWEST, 5_000 * 2 ** (wrong - FREE)) - Date.now())
}

const go = async (owner, master) => {
  await put("meta", { name: "tries", wrong: 0, last: 0 })
  const keys = await keysFrom(owner, master)
  await resume(keys)
  await openWith(keys)
  // The address is still that of the page that was asked for.
  if (location.pathname === "/phone/unlock") location.replace("/today")
  else location.reload()
}

const wrongWords = async (slots, tries) => {
  const wrong = (tries.wrong ?? 0) + 1
  await put("meta", { name: "tries", wrong, last: Date.now() })
  if (wrong >= MOST) {
    await put("slots", { ...slots, slots: slots.slots.filter(one => one.kind !== "words") })
    return say("The five words no longer open this phone. Use your fingerprint or face, or sign in. Nothing that waits here is lost.")
  }
  say("Those aren’t the five words. Check each one, then try again.")
}

const tryWords = async (owner, words) => {
  if (!await inTouch()) return
  const tries = await get("meta", "tries") ?? {}
  const pause = waitFor(tries)
  if (pause) return say(`Wait ${Math.ceil(pause / 1000)} seconds, then try again.`)
  const slots = await get("slots", owner)
  const slot = slots?.slots.find(one => one.kind === "words")
  const master = slot && await openSlot(owner, slot, words)
  return master ? go(owner, master) : wrongWords(slots, tries)
}

const tryFinger = async owner => {
  if (!await inTouch()) return
  const slots = await get("slots", owner)
  const slot = slots?.slots.find(one => one.kind === "prf")
  try {
    const secret = await secretFrom(fromText(slot.credential), fromText(slot.asked))
    const master = secret && await openSlot(owner, slot, secret)
    if (master) return await go(owner, master)
  } catch { /* Turned away, or not there: the words are still a way in. */ }
  say("That didn’t work. Try again, or use your five words.")
  find("[data-words]").open = true
}

// A phone that has not been in touch for a week opens only once it has: it may have been lost, and be told so.
const inTouch = async () => {
  const lease = await get("meta", "lease")
  if (Date.now() - Date.parse(lease?.at ?? 0) < LEASE) return true
  const said = await fetch("/sync/hello").then(answer => answer.json()).catch(() => null)
  if (said?.app !== "withy" || said.wipe) return false
  await put("meta", { name: "lease", at: new Date().toISOString() })
  return true
}

const start = async () => {
  const phone = await get("meta", "phone")
  if (!phone || phone.wiped) return location.replace("/sign-in")
  if (!await inTouch()) say("This phone has had no signal for a week. Find a signal, then open Withy. What waits here is safe.")
  const slots = await get("slots", phone.owner)
  find("[data-name]").textContent = `Hello again, ${phone.first}`
  const finger = find("[data-finger]")
  finger.hidden = !slots?.slots.some(one => one.kind === "prf")
  if (finger.hidden) find("[data-words]").open = true
  finger.addEventListener("click", () => tryFinger(phone.owner))
  find("[data-words] form").addEventListener("submit", event => {
    event.preventDefault()
    tryWords(phone.owner, event.target.elements.words.value)
  })
  const { waiting } = await counts(phone.owner)
  const line = find("[data-count]")
  line.hidden = !waiting
  line.lastElementChild.textContent =
    `${many(waiting, "note")} ${waiting === 1 ? "is" : "are"} waiting here. They stay safe, and send themselves, even while this is locked.`
}

start()
