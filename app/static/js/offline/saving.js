// A form is saved on this phone first, and then sent: with a signal and without one it goes the same way.
import { dropDraft, itemId, keepDraft } from "./drafts.js"
import { cameBack, dealtWith, drain, row, saidIn, save } from "./outbox.js"
import { halfFor } from "./seal.js"
import { get } from "./store.js"

const PATIENCE = 3_000 // ms for the server to say that it holds it

// A form that says what it is called in the list of what waits: see `keeps` in macros/forms.html.
export const OFFLINE = "form:has([name=outbox])"

const within = (promise, ms) => Promise.race([promise, new Promise(resolve => setTimeout(resolve, ms, null))])

// The form that came back with words beside its boxes, in place of the one that was sent.
const comeBack = (form, page) => {
  if (!page) return null
  const theirs = new DOMParser().parseFromString(page, "text/html").getElementById(form.getAttribute("id"))
  if (!theirs) return null
  const token = form.querySelector("[name=csrf_token]")?.value
  const box = theirs.querySelector("[name=csrf_token]")
  if (token && box) box.value = token
  form.replaceWith(document.adoptNode(theirs))
  globalThis.htmx?.process(theirs)
  document.dispatchEvent(new CustomEvent("withy:came-back", { detail: { form: theirs } }))
  return theirs
}

const send = async (keys, form, submitter) => {
  const server = await get("meta", "server")
  if (!server) throw new Error("not set up")
  const id = itemId(form)
  const shown = JSON.parse(form.elements.outbox.value)
  shown.form = form.getAttribute("id")
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
