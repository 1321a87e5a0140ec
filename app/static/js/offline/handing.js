// Handing the phone over, from the form that the number is for, and putting the number there when it comes back.
import { keepDraft } from "./drafts.js"
import { keepHolding, showAsks } from "./handed.js"
import { HANDED, handedRow, isOn } from "./in_hand.js"
import { showNotSaved } from "./showing.js"
import { put, remove } from "./store.js"
import { ask, lock, lockQuietly, vault } from "./vault.js"

const PAGE = "/phone/hand-over"
const PATIENCE = 2_000 // ms for the server to know, before the phone changes hands

// Only where nothing else can be reached: a worker of ours stands before every page, and holds the one to show.
const canHandOver = async () => {
  const told = navigator.serviceWorker.controller && await ask({ t: "handed?" })
  return told?.on === false && Boolean(await caches.match(PAGE))
}

const page = async () => {
  const html = await (await caches.match(PAGE)).text()
  return document.adoptNode(new DOMParser().parseFromString(html, "text/html").body)
}

const handOver = async button => {
  const { handOver: box, name, asks, goal, scale } = button.dataset
  const { owner } = vault.keys
  const { yarn } = document.body.dataset
  const body = await page()
  await keepDraft(vault.keys, button.form)
  await put("meta", { name: HANDED, back: location.pathname + location.search, box, score: null, done: false })
  // The worker first: what it has said yes to, no other tab can open any more.
  const told = await ask({ t: "handed?" })
  if (!told?.on) return remove("meta", HANDED)
  await lockQuietly()
  await ask({ t: "only me" })
  const held = keepHolding(owner)
  history.replaceState(null, "", PAGE)
  document.title = "Your number – Withy"
  for (const word of ["user", "keptAt"]) delete document.documentElement.dataset[word]
  if (yarn) body.dataset.yarn = yarn
  document.documentElement.hidden = true
  document.body.replaceWith(body)
  await Promise.race([held, new Promise(resolve => setTimeout(resolve, PATIENCE))])
  document.documentElement.hidden = false
  scrollTo(0, 0)
  await showAsks({ name, asks, goal, scale })
}

// Something went wrong on the way. Once it is handed over, this page must not stay.
const stayHere = async (form, error) => {
  if (isOn(await handedRow().catch(() => null))) return lock()
  showNotSaved(form, error)
}

// Back with its owner: the number that was given goes to its place in the form, and is kept with it.
const bringNumber = async form => {
  const row = await handedRow()
  if (!row?.over || row.back !== location.pathname + location.search) return
  const radios = [...form.elements].filter(box => box.name === row.box)
  const radio = radios.find(box => box.value === row.score)
  if (row.done && radio) {
    radio.checked = true
    radio.closest("details")?.setAttribute("open", "")
    await keepDraft(vault.keys, form)
    const said = document.querySelector(`[data-gave="${row.box}"]`)
    if (row.score === "") said.lastChild.textContent = ` ${said.dataset.unsure}`
    said.hidden = false
    radio.focus()
    said.scrollIntoView({ block: "center" })
  }
  await remove("meta", HANDED)
}

const showButtons = async () => {
  const buttons = document.querySelectorAll("[data-hand-over]")
  if (!buttons.length || !await canHandOver()) return
  for (const button of buttons) button.hidden = false
}

export const watchHandOver = async () => {
  const form = document.querySelector("[data-hand-over]")?.form
  if (!form || isOn(await handedRow())) return
  await bringNumber(form)
  await showButtons()
  for (const news of ["withy:came-back", "htmx:after:swap"]) document.addEventListener(news, showButtons)
  document.addEventListener("click", event => {
    const button = event.target.closest?.("[data-hand-over]")
    if (button && vault.keys && !button.disabled) {
      button.disabled = true
      handOver(button).catch(error => stayHere(button.form, error)).finally(() => { button.disabled = false })
    }
  })
}
