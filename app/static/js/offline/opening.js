// Opening the vault: with fingerprint or face, or with the five words. Each way says { keys }, or { said: what went wrong }.
import { fromText } from "./bytes.js"
import { keysFrom, openSlot } from "./keys.js"
import { secretFrom } from "./passkey.js"
import { resume } from "./resume.js"
import { get, put } from "./store.js"

const FREE = 3 // wrong tries before it slows down
const MOST = 10 // then the words no longer open it; finger, face or signing in do
const LEASE = 7 * 24 * 3600_000 // ms
const PATIENCE = 10_000 // ms for the server to say that it is there
const SLOWEST = 15 * 60_000 // ms

export const NOT_IN_TOUCH =
  "This phone has had no signal for a week. Find a signal, then open Withy. What waits here is safe."

// A phone that has not been in touch for a week opens only once it has: it may have been lost, and be told so.
export const inTouch = async () => {
  const lease = await get("meta", "lease")
  if (Date.now() - Date.parse(lease?.at ?? 0) < LEASE) return true
  const said = await fetch("/sync/hello", { signal: AbortSignal.timeout(PATIENCE) }).then(answer => answer.json()).catch(() => null)
  if (said?.app !== "withy" || said.wipe) return false
  await put("meta", { name: "lease", at: new Date().toISOString() })
  return true
}

// How long to wait before another try, in ms. Counters stop fingers, not somebody who copied the phone.
const waitFor = ({ wrong = 0, last = 0 }) => {
  if (wrong < FREE) return 0
  return Math.max(0, last + Math.min(SLOWEST, 5_000 * 2 ** (wrong - FREE)) - Date.now())
}

const opened = async (owner, master) => {
  await put("meta", { name: "tries", wrong: 0, last: 0 })
  const keys = await keysFrom(owner, master)
  await resume(keys)
  return { keys }
}

const wrongWords = async (slots, tries) => {
  const wrong = (tries.wrong ?? 0) + 1
  await put("meta", { name: "tries", wrong, last: Date.now() })
  if (wrong >= MOST) {
    await put("slots", { ...slots, slots: slots.slots.filter(one => one.kind !== "words") })
    return { said: "The five words no longer open this phone. Use your fingerprint or face, or sign in. Nothing that waits here is lost." }
  }
  return { said: "Those aren’t the five words. Check each one, then try again." }
}

const slotOf = (slots, kind) => slots?.slots.find(one => one.kind === kind)

export const has = async (owner, kind) => Boolean(slotOf(await get("slots", owner), kind))

export const withWords = async (owner, words) => {
  if (!await inTouch()) return { said: NOT_IN_TOUCH }
  const tries = await get("meta", "tries") ?? {}
  const pause = waitFor(tries)
  if (pause) return { said: `Wait ${Math.ceil(pause / 1000)} seconds, then try again.` }
  const slots = await get("slots", owner)
  const slot = slotOf(slots, "words")
  const master = slot && await openSlot(owner, slot, words)
  return master ? opened(owner, master) : wrongWords(slots, tries)
}

export const withFinger = async owner => {
  if (!await inTouch()) return { said: NOT_IN_TOUCH }
  const slot = slotOf(await get("slots", owner), "prf")
  try {
    const secret = await secretFrom(fromText(slot.credential), fromText(slot.asked))
    const master = secret && await openSlot(owner, slot, secret)
    if (master) return await opened(owner, master)
  } catch { /* Turned away, or not there: the words are still a way in. */ }
  return { said: "That didn’t work. Try again, or use your five words." }
}
