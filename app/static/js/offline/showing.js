// What a page says of the phone: how it stands, from when a kept page is, what waits, what was typed before.
import { rows, shown } from "./outbox.js"
import { many, when } from "./words.js"

const find = selector => document.querySelector(selector)

export const icon = name => {
  const drawn = find("#icon-use").content.firstElementChild.cloneNode(true)
  const [sprite] = drawn.firstElementChild.getAttribute("href").split("#")
  drawn.firstElementChild.setAttribute("href", `${sprite}#i-${name}`)
  return drawn
}

const A_DAY = 24 * 3600_000 // ms: what has waited for longer is said first

const LINES = {
  long: ({ waiting, since }) => ["alert", `${many(waiting, "note")} not sent since ${when(since)}. Find a signal`],
  urgent: ({ ring }) => ["phone", `Not sent. Ring ${ring?.name ?? "your supervisor"} now`],
  needsYou: ({ needsYou }) => ["alert", `${many(needsYou, "thing")} need${needsYou === 1 ? "s" : ""} you`],
  sending: ({ waiting }) => ["again", `Back online. Sending ${waiting}`],
  waiting: ({ waiting }) => ["offline", `Working offline – ${many(waiting, "note")} waiting on this phone`],
  held: ({ waiting }) => ["up", `${many(waiting, "note")} waiting on this phone`],
  offline: () => ["offline", "Working offline"],
}

const lineOf = ({ state, waiting, needsYou, urgent, since }) => {
  if (urgent && state !== "sending") return LINES.urgent
  if (waiting && state !== "sending" && Date.now() - Date.parse(since) > A_DAY) return LINES.long
  if (needsYou) return LINES.needsYou
  if (state === "sending" && waiting) return LINES.sending
  if (state === "offline") return waiting ? LINES.waiting : LINES.offline
  return waiting ? LINES.held : null
}

// The honest line in the header. Nothing to say is said with nothing.
export const showLine = now => {
  showUrgent(now)
  const line = find("[data-line]")
  if (!line) return
  const how = lineOf(now)
  line.hidden = !how
  if (how) {
    const [name, words] = how(now)
    if (line.textContent.trim() !== words) line.firstElementChild.replaceChildren(icon(name), ` ${words}`)
  }
}

// With a number, one tap; the list of numbers stands beside it in any case.
export const showRing = (note, ring) => {
  if (!ring) return
  for (const place of note.querySelectorAll("[data-ring-name]")) place.textContent = ring.name
  const call = note.querySelector("[data-ring]")
  call.firstElementChild.href = `tel:${ring.phone}`
  call.hidden = false
}

const showUrgent = ({ urgent, state, ring }) => {
  const note = find("[data-urgent]")
  if (!note) return
  note.hidden = !urgent || state === "sending"
  showRing(note, ring)
}

export const showKept = () => {
  const { keptAt } = document.documentElement.dataset
  const place = find("[data-kept]")
  if (!keptAt || !place) return
  place.hidden = false
  place.textContent = `Saved copy from ${when(keptAt)}`
}

export const showDraft = (form, at, { back = false } = {}) => {
  const place = find(`[data-draft="${form.getAttribute("id")}"]`)
  if (!place) return
  place.hidden = false
  place.lastElementChild.textContent = back ? `What you typed is back, from ${when(at)}` : `Draft saved on this phone, ${when(at)}`
}

export const showNotSaved = form => {
  form.querySelector(".not-saved")?.remove()
  const note = find("#not-on-phone").content.firstElementChild.cloneNode(true)
  note.classList.add("not-saved")
  form.prepend(note)
  note.focus()
}

const TAGS = {
  queued: ["wait", "up", "Waiting on this phone"],
  refused: ["mind", "alert", "Needs you"],
  clash: ["mind", "swap", "Needs you"],
  held: ["due", "inbox", "With your supervisor"],
  kept: ["well", "sent", "Sent"],
  left: ["wait", "x", "You let this go"],
}

// One saved thing as a row of a list.
export const rowOf = (item, said) => {
  const drawn = find("#waiting-row").content.firstElementChild.cloneNode(true)
  const [meaning, name, words] = TAGS[item.state]
  drawn.querySelector("[data-icon]").replaceChildren(icon(said.icon ?? "pen"))
  drawn.querySelector("[data-title]").textContent = said.title
  drawn.querySelector("[data-when]").textContent = when(item.at)
  const tag = drawn.querySelector(".tag")
  tag.classList.add(meaning)
  tag.replaceChildren(icon(name), item.state === "kept" ? ` ${words}, ${when(item.answered.at)}` : ` ${words}`)
  return drawn
}

// What waits no more, and needs nobody.
export const DONE = new Set(["kept", "left"])

// On Today and on a family's page, what was saved here and is not there yet.
export const showWaiting = async keys => {
  const list = find("[data-waiting]")
  if (!list || !keys) return
  const { waiting: family } = list.dataset
  const drawn = []
  for (const item of await rows(keys.owner)) {
    if (item.quiet || DONE.has(item.state)) continue
    const said = await shown(keys, item)
    if (!family || said.family === family) drawn.push(rowOf(item, said))
  }
  list.hidden = !drawn.length
  list.querySelector("ul").replaceChildren(...drawn)
}
