// The phone is in a child's hand. The row in `meta` says so and holds a number: no name and no words of a family.
// What the child reads is in the memory of this page alone; when that is gone, there is only the way back.
import { handedRow, isOn, nowKnown } from "./in_hand.js"
import { has } from "./opening.js"
import { drain } from "./outbox.js"
import { get } from "./store.js"
import { ask, openWith } from "./vault.js"
import { showWayIn } from "./way_in.js"

const EVERY = 10_000 // ms between tries to reach the server
const PATIENCE = 5_000 // ms for it to answer

const others = new BroadcastChannel("withy")

const find = selector => document.querySelector(selector)

const show = part => {
  for (const one of document.querySelectorAll("[data-part]")) one.hidden = one.dataset.part !== part
  find(`header [data-part="${part}"] h1`).focus()
}

const toServer = (path, how = {}) =>
  fetch(path, { redirect: "error", signal: AbortSignal.timeout(PATIENCE), ...how }).catch(() => null)

// Nobody is signed in on this phone, as the server knows it too; false while it cannot be told.
const hold = async () => {
  const said = await toServer("/sync/hello").then(answer => answer?.json()).catch(() => null)
  if (said?.app !== "withy") return false
  if (!said.user) return true
  const answer = await toServer("/sync/hold", { method: "POST", headers: { "X-CSRFToken": said.csrf } })
  return Boolean(answer?.ok)
}

// Again and again until the server holds it too; meanwhile, what waits is sent as ever.
export const keepHolding = owner => {
  let busy = null
  const once = async () => {
    // Once: a sign-in that begins later, on a phone whose words are lost, is its owner's.
    if (!(await handedRow())?.held && await hold()) await nowKnown({ held: true })
    await drain(owner).catch(() => null)
  }
  const now = () => busy ??= once().finally(() => { busy = null })
  addEventListener("online", now)
  setInterval(now, EVERY)
  return now()
}

const comeBack = async keys => {
  const row = await handedRow()
  // From here on it is over, also for a browser that dies now: the number waits for its form.
  await nowKnown({ over: true })
  await openWith(keys)
  await ask({ t: "handed?" })
  others.postMessage({ t: "back" })
  location.replace(row?.back ?? "/today")
}

const showThanks = async words => {
  const row = await handedRow()
  find("[data-thanks]").textContent = !row.done ? "That’s all for now" : words ? `Thank you, ${words.name}` : "Thank you"
  find("[data-safe]").hidden = !row.done
  find("[data-change]").hidden = !words
  show("back")
}

// The way back, with the number that was given if one was. `words`, as long as they are in memory.
export const showBack = async (words = null) => {
  const [phone, row] = await Promise.all([get("meta", "phone"), handedRow()])
  if (!isOn(row)) return location.replace("/today")
  for (const place of document.querySelectorAll("[data-worker]")) place.textContent = phone.first
  find("[data-to]").textContent = ` to ${phone.first}`
  others.addEventListener("message", event => event.data.t === "back" && location.reload())
  const anew = async () => { find("[data-anew]").hidden = await has(phone.owner, "words") }
  await showWayIn(phone.owner, comeBack, anew)
  await anew()
  if (!words) {
    await showThanks(null)
    await keepHolding(phone.owner)
  }
}

// The rating itself.
export const showAsks = async words => {
  await showBack(words)
  for (const name of ["asks", "goal", "scale"]) find(`[data-${name}]`).textContent = words[name]
  const form = find("form[data-part]")
  form.addEventListener("submit", async event => {
    event.preventDefault()
    const score = new FormData(form).get("n")
    find("[data-choose]").hidden = score !== null
    if (score === null) return
    await nowKnown({ score, done: true })
    await showThanks(words)
  })
  find("[data-change]").addEventListener("click", () => show("asks"))
  show("asks")
}
