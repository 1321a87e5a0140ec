// The way in: fingerprint or face first, five words second. It works without a signal.
import { fromText } from "./bytes.js"
import { keysFrom, openSlot } from "./keys.js"
import { counts } from "./outbox.js"
import { secretFrom } from "./passkey.js"
import { get, put } from "./store.js"
import { openWith } from "./vault.js"
import { many } from "./words.js"

const FREE = 3 // wrong tries before it slows down
const MOST = 10 // then the words no longer open it; finger, face or signing in do
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
  await openWith(await keysFrom(owner, master))
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
  const tries = await get("meta", "tries") ?? {}
  const pause = waitFor(tries)
  if (pause) return say(`Wait ${Math.ceil(pause / 1000)} seconds, then try again.`)
  const slots = await get("slots", owner)
  const slot = slots?.slots.find(one => one.kind === "words")
  const master = slot && await openSlot(owner, slot, words)
  return master ? go(owner, master) : wrongWords(slots, tries)
}

const tryFinger = async owner => {
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

const start = async () => {
  const phone = await get("meta", "phone")
  if (!phone) return location.replace("/sign-in")
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
