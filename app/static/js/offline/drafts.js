// What is being typed, kept as it is typed: at most a second of it can be lost.
import { text, utf8 } from "./bytes.js"
import { idFor, lockIn, takeOut } from "./keys.js"
import { growFor } from "./rows.js"
import { change, get, remove } from "./store.js"

const PAUSE = 300 // ms after the last letter
const MOST = 1_000 // ms of typing without a pause

const busy = new Map() // form -> { first, timer }

// A draft belongs to one form at one address: never to another family's.
// The form’s own id, not form.id: a box named "id" stands before it.
const idOf = (keys, form, action = form.action) => idAt(keys, action, form.getAttribute("id"))

const idAt = (keys, action, formId) => {
  const { pathname, search } = new URL(action, location.origin)
  return idFor(keys, `draft|${pathname}${search}|${formId}`)
}

// The id under which this form will be saved is born with its first word: sending it twice is sending it once.
export const itemId = form => form.dataset.item ??= crypto.randomUUID()

const boxesOf = form => [...new FormData(form)].filter(([name]) => !name.endsWith("csrf_token")).map(([name, said]) => [name, String(said)])

// `action` is another address where the form goes on somewhere else: on the page of the family that was chosen.
export const keepDraft = async (keys, form, action = form.action) => {
  const id = await idOf(keys, form, action)
  const said = { item: itemId(form), again: form.dataset.again, at: new Date().toISOString(), boxes: boxesOf(form) }
  const row = { owner: keys.owner, id, ...await lockIn(keys, "drafts", id, utf8(JSON.stringify(said))) }
  await change(["drafts"], async drafts => drafts.put(row))
  return said.at
}

// What was refused, as a draft of the form it came from; saved anew, it takes the place of that item.
export const draftAgain = async (keys, again, { address, form, boxes }) => {
  const id = await idAt(keys, address, form)
  const said = { item: crypto.randomUUID(), again, at: new Date().toISOString(), boxes }
  const row = { owner: keys.owner, id, ...await lockIn(keys, "drafts", id, utf8(JSON.stringify(said))) }
  await change(["drafts"], async drafts => drafts.put(row))
}

export const dropDraft = async (keys, form) => {
  clearTimeout(busy.get(form)?.timer)
  busy.delete(form)
  await remove("drafts", [keys.owner, await idOf(keys, form)])
}

export const flush = async keys => {
  for (const [form, { timer }] of busy) {
    clearTimeout(timer)
    busy.delete(form)
    await keepDraft(keys, form)
  }
}

const values = (boxes, name) => boxes.filter(([box]) => box === name).map(([, said]) => said)

// Put what was typed back into its boxes. A box that the page no longer has is left out.
export const fill = (form, boxes) => {
  for (const box of form.elements) {
    if (!box.name || box.name.endsWith("csrf_token") || box.type === "submit" || box.type === "button") continue
    const said = values(boxes, box.name)
    if (box.type === "checkbox" || box.type === "radio") box.checked = said.includes(box.value)
    else if (said.length) box.value = said[0]
  }
}

export const draftOf = async (keys, form) => {
  const row = await get("drafts", [keys.owner, await idOf(keys, form)])
  return row ? JSON.parse(text(await takeOut(keys, "drafts", row.id, row))) : null
}

export const bringBack = async (keys, form) => {
  const draft = await draftOf(keys, form)
  if (!draft) return null
  form.dataset.item = draft.item
  if (draft.again) form.dataset.again = draft.again
  growFor(form, draft.boxes.map(([name]) => name))
  fill(form, draft.boxes)
  return draft.at
}

// `kept` is told each time a draft has reached the disk.
export const watchDrafts = (keysNow, selector, kept) => {
  const later = form => {
    const now = Date.now()
    const { first = now, timer } = busy.get(form) ?? {}
    clearTimeout(timer)
    const write = async () => {
      busy.delete(form)
      const keys = keysNow()
      if (keys) kept(form, await keepDraft(keys, form))
    }
    busy.set(form, { first, timer: setTimeout(write, Math.max(0, Math.min(PAUSE, first + MOST - now))) })
  }
  const typed = event => {
    const form = event.target.form
    if (form?.matches(selector)) later(form)
  }
  document.addEventListener("input", typed)
  document.addEventListener("change", typed)
  document.addEventListener("visibilitychange", () => {
    const keys = keysNow()
    if (document.visibilityState === "hidden" && keys) flush(keys)
  })
}
