// Said after a form was saved on this phone and not sent yet: what it was, and what else waits.
import { row, rows, shown } from "./outbox.js"
import { startPhone } from "./phone.js"
import { DONE, rowOf, showRing } from "./showing.js"
import { open, vault } from "./vault.js"

// What everybody would take for done is not, while it waits here: somebody should ring.
const warn = ({ caution, ring }) => {
  const note = document.querySelector("[data-caution]")
  note.hidden = false
  note.querySelector("[data-caution-words]").textContent = caution
  showRing(note, ring)
}

const start = async () => {
  await startPhone()
  if (!await open()) return
  const item = await row(location.hash.slice(1))
  if (item) {
    const said = await shown(vault.keys, item)
    document.querySelector("[data-what]").textContent = said.title
    if (item.state === "queued" && said.caution) warn(said)
    if (item.state === "kept") document.querySelector("[data-how]").textContent = "It has been sent, and Withy holds it."
  }
  const list = document.querySelector("[data-all]")
  for (const one of await rows(vault.keys.owner)) {
    if (!one.quiet && !DONE.has(one.state)) list.append(rowOf(one, await shown(vault.keys, one)))
  }
}

start()
