// A form is saved on this phone first, and then sent: with a signal and without one it goes the same way.
import { dropDraft, itemId, keepDraft } from "./drafts.js"
import { cameBack, dealtWith, drain, row, saidIn, save } from "./outbox.js"
import { halfFor } from "./seal.js"
import { get } from "./store.js"

const PATIENCE = 3_000 // ms for the server to say that it holds it

// A form that says what it is called in the list of what waits: see `keeps` in macros/forms.html.
export const OFFLINE = "form:has([name=outbox])"

// Where it is filled in, to open it there once more; one that came back may stand on another page meanwhile.
const pageOf = form => form.dataset.page ?? location.pathname + location.search

const within = (promise, ms) => Promise.race([promise, new Promise(resolve => setTimeout(resolve, ms, null))])

// The form that came back with words beside its boxes, in place of the one that was sent.
const comeBack = (form, page) => {
  if (!page) return null
  const theirs = new DOMParser().parseFromString(page, "text/html").getElementById(form.getAttribute("id"))
  if (!theirs) return null
  const token = form.querySelector("[name=csrf_token]")?.value
  const box = theirs.querySelector("[name=csrf_token]")
  if (token && box) box.value = token
  theirs.dataset.page = pageOf(form)
  form.replaceWith(document.adoptNode(theirs))
  globalThis.htmx?.process(theirs)
  document.dispatchEvent(new CustomEvent("withy:came-back", { detail: { form: theirs } }))
  return theirs
}

// A tap in a list: where nothing is wrong, the row itself says what became of it.
const inItsRow = (form, { state }) => {
  const after = form.querySelector("template[data-after]")
  if (!after || !["kept", "queued"].includes(state)) return false
  const drawn = after.content.firstElementChild.cloneNode(true)
  if (state === "queued") drawn.querySelector("[data-how]").textContent += ". Saved on this phone, not sent yet"
  form.closest("li").replaceWith(drawn)
  drawn.tabIndex = -1
  drawn.focus({ preventScroll: true })
  return true
}

const send = async (keys, form, submitter) => {
  const server = await get("meta", "server")
  if (!server) throw new Error("not set up")
  const id = itemId(form)
  const shown = JSON.parse(form.elements.outbox.value)
  shown.form = form.getAttribute("id")
  shown.page = pageOf(form)
  shown.urgent = Boolean(shown.urgent && form.querySelector(shown.urgent))
  await save(keys, server.key, id, saidIn(new FormData(form, submitter), form.action), shown)
  // It is on the disk: only now may what was typed be let go.
  await dropDraft(keys, form)
  if (form.dataset.again) await dealtWith(form.dataset.again)
  await within(drain(keys.owner, { keys }).catch(() => null), PATIENCE)
  return row(id)
}

// Takes the place of sending, for forms that work without a signal. `notSaved` says so where the disk is full.
export const watchSaving = (keysNow, notSaved) => {
  // What it is sealed with is made while somebody writes.
  get("meta", "server").then(server => server && halfFor(server.key))
  document.addEventListener("submit", async event => {
    const form = event.target
    const keys = keysNow()
    if (!form.matches(OFFLINE) || !keys || ["add", "choose"].includes(event.submitter?.name)) return
    event.preventDefault()
    event.stopImmediatePropagation()
    if (form.dataset.busy) return
    form.dataset.busy = "1"
    try {
      const item = await send(keys, form, event.submitter)
      if (inItsRow(form, item)) return
      const again = item.state === "refused" ? comeBack(form, await cameBack(keys, item)) : null
      if (again) {
        // What was typed is in a draft before the item that held it goes.
        await keepDraft(keys, again)
        await dealtWith(item.id)
      } else if (item.state === "kept" && item.answered.to) location.assign(item.answered.to)
      else location.assign(`/phone/saved#${item.id}`)
    } catch (error) {
      notSaved(form, error)
    } finally {
      delete form.dataset.busy
    }
  }, true)
}
