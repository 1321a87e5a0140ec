// Setting a phone up: room for notes, fingerprint or face, five words. It is ready only when all of it is on the disk.
import { fromText, toText, utf8 } from "./bytes.js"
import { handedRow, nowKnown } from "./in_hand.js"
import { keysFrom, lockIn, newMaster, openSlot, slotFor } from "./keys.js"
import { newPasskey } from "./passkey.js"
import { change, get } from "./store.js"
import { ask, openWith } from "./vault.js"
import { when } from "./words.js"

const WORDS = 5
const MOST_WAIT = 120_000 // ms for the first caseload

const find = selector => document.querySelector(selector)
const { owner, first, csrf, list, fresh } = find("[data-setup]").dataset
let passkey = null

const tell = (step, words, good = true) => {
  const place = find(`[data-step="${step}"]`)
  place.querySelector("[data-said]").textContent = words
  const tag = place.querySelector(".tag")
  tag.hidden = !good
  tag.lastChild.textContent = ` Done, ${when(new Date().toISOString())}`
}

// Without thinking of chance: each word is drawn with the browser's own, and no part of a number is favoured.
const draw = words => {
  const most = Math.floor(2 ** 32 / words.length) * words.length
  const at = new Uint32Array(1)
  do crypto.getRandomValues(at)
  while (at[0] >= most)
  return words[at[0] % words.length]
}

const makeRoom = async () => {
  const yes = await navigator.storage?.persist?.().catch(() => false)
  tell("room", yes ? "We asked this phone not to clear them, and it said yes."
    : "This phone may clear them when it runs out of room. Send what waits often, and put Withy on your home screen.", yes)
}

const finger = async () => {
  passkey = await newPasskey(owner, first).catch(() => null)
  if (!passkey) return tell("finger", "This phone can’t keep it. Your five words open Withy.", false)
  tell("finger", "The quickest way to open Withy. It never leaves this phone.")
  find("[data-use-finger]").hidden = true
}

let five = []

const showWords = async () => {
  const words = (await (await fetch(list)).text()).trim().split("\n")
  five = Array.from({ length: WORDS }, () => draw(words))
  find("[data-five]").querySelectorAll("b").forEach((place, at) => { place.textContent = five[at] })
}

// Set up once more, on a phone whose finger and words were lost: what lies in its vault is kept.
const masterOf = async share => {
  const slot = (await get("slots", owner))?.slots.find(one => one.kind === "server")
  const old = share && slot ? await openSlot(owner, slot, fromText(share)) : null
  return old ?? newMaster()
}

const waysIn = (master, recovery) => Promise.all([
  ...passkey ? [slotFor(owner, "prf", passkey.secret, master, { credential: toText(passkey.id), asked: toText(passkey.asked) })] : [],
  slotFor(owner, "words", five.join(" "), master),
  slotFor(owner, "server", fromText(recovery), master),
])

// Set up again while it was in somebody else's hand: that is over.
const cameBack = async () => {
  const row = await handedRow()
  if (!row) return null
  await nowKnown({ over: true })
  await ask({ t: "handed?" })
  return row.back
}

const finish = async event => {
  event.preventDefault()
  const answer = await fetch("/phone/set-up", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
    body: JSON.stringify({ name: "" }),
  }).catch(() => null)
  const said = answer?.ok ? await answer.json() : null
  if (said?.app !== "withy") return void (find("[data-failed]").hidden = false)
  const master = await masterOf(said.before)
  const [keys, slots] = await Promise.all([keysFrom(owner, master), waysIn(master, said.recovery)])
  const resume = await lockIn(keys, "meta", "resume", utf8(said.resume))
  const now = new Date().toISOString()
  await change(["meta", "slots"], async (meta, kept) => {
    meta.put({ name: "phone", owner, first, id: said.phone, at: now })
    meta.put({ name: "server", key: said.key, epoch: said.epoch })
    meta.put({ name: "resume", ...resume })
    meta.put({ name: "lease", at: now })
    meta.put({ name: "tries", wrong: 0, last: 0 })
    kept.put({ owner, slots })
  })
  localStorage.setItem("phone", "yes")
  await navigator.serviceWorker.register("/sw.js", { type: "module" })
  await navigator.serviceWorker.ready
  await openWith(keys)
  find("[data-filling]").hidden = false
  await ask({ t: "prefetch", patience: MOST_WAIT })
  location.replace(await cameBack() ?? "/phone/ready")
}

// Everything that keeping needs; an older browser lacks some of it, and keeps nothing.
const able = "serviceWorker" in navigator && "locks" in navigator && "CompressionStream" in globalThis && isSecureContext

find(able ? "[data-setup]" : "[data-too-old]").hidden = false
makeRoom()
showWords()
get("meta", "phone").then(phone => { find("[data-stale]").hidden = !(phone?.owner === owner && !fresh) })
find("[data-use-finger]").addEventListener("click", finger)
find("[data-other-words]").addEventListener("click", showWords)
find("[data-finish]").addEventListener("submit", finish)
