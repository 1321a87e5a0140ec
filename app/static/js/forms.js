// Forms: warn before typing is lost, and lead people to what an answer changed.

const typedIn = new Set()

const unsaved = () => [...typedIn].some(form => form.isConnected)

// The form that a box belongs to, unless it is one that asks (data-quiet: sign-in, search).
const formOf = element => element.closest?.("form[method=post]:not([data-quiet])") ?? null

const lead = element => {
  element.setAttribute("tabindex", "-1")
  element.focus({ preventScroll: true })
  element.scrollIntoView({ block: "nearest" })
}

// What an answer brings that people should be led to, once each.
const met = new WeakSet()

const fresh = selector => [...document.querySelectorAll(`main ${selector}`)].find(one => !met.has(one))

const greet = () => {
  // A form that asked for another row holds typing too.
  for (const form of document.querySelectorAll("form[data-typed]")) typedIn.add(form)
  const news = fresh(".errs") ?? fresh("[data-saved]")
  if (!news) return
  met.add(news)
  // A form that came back with things to put right holds typing that is not saved.
  const form = news.matches(".errs") && formOf(news)
  if (form) typedIn.add(form)
  lead(news)
}

const swapped = event => {
  if (event.detail.ctx.swap !== "none") greet()
}

// A request that came too late may have been heard; every other no of the server's (4xx) saved nothing.
const TOO_LATE = 408
const saidNo = status => status >= 400 && status < 500 && status !== TOO_LATE

// The answer did not come, or was no answer to a form: say so above it and keep every word.
const notSaved = event => {
  const { ctx } = event.detail
  if (ctx.response?.status === 422) return
  // The sign-in has ended: Withy keeps what was sent, and the browser is on its way there.
  if (ctx.hx?.redirect) return
  const form = ctx.sourceElement.closest("form")
  const words = document.querySelector(saidNo(ctx.response?.status) ? "#not-taken" : "#not-saved")
  if (!form || !words) return
  form.querySelector(".not-saved")?.remove()
  const note = words.content.firstElementChild.cloneNode(true)
  note.classList.add("not-saved")
  form.prepend(note)
  typedIn.add(form)
  lead(note)
}

export const watchForms = page => {
  greet()
  page.addEventListener("input", event => {
    const form = formOf(event.target)
    if (form) typedIn.add(form)
  })
  page.addEventListener("submit", event => typedIn.delete(event.target))
  page.addEventListener("htmx:after:swap", swapped)
  page.addEventListener("htmx:error", notSaved)
  page.addEventListener("htmx:response:error", notSaved)
  addEventListener("beforeunload", event => {
    if (unsaved()) event.preventDefault()
  })
}
