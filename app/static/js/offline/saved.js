// Said after a form was saved on this phone and not sent yet: what it was, and what else waits.
import { row, rows, shown } from "./outbox.js"
import { startPhone } from "./phone.js"
import { DONE, rowOf, showRing } from "./showing.js"
import { open, vault } from "./vault.js"

const find = selector => document.querySelector(selector)

const HOW = {
  kept: "It has been sent, and Withy holds it.",
  held: "It has been sent, and is with your supervisor.",
  refused: "It needs you: something in it has to be put right.",
  clash: "It needs you: it was sent before with other words.",
}

// What everybody would take for done is not, until it is kept: somebody should ring.
const warn = ({ caution, ring }, state) => {
  const note = find("[data-caution]")
  note.hidden = !caution || state === "kept"
  if (note.hidden) return
  find("[data-caution-words]").textContent = caution
  find("[data-caution-why]").hidden = state !== "queued"
  showRing(note, ring)
}

const draw = async () => {
  const item = await row(location.hash.slice(1))
  if (item) {
    const said = await shown(vault.keys, item)
    find("[data-what]").textContent = said.title
    if (HOW[item.state]) find("[data-how]").textContent = HOW[item.state]
    warn(said, item.state)
  }
  const drawn = []
  for (const one of await rows(vault.keys.owner)) {
    if (!one.quiet && !DONE.has(one.state)) drawn.push(rowOf(one, await shown(vault.keys, one)))
  }
  find("[data-all]").replaceChildren(...drawn)
  find("[data-all-part]").hidden = !drawn.length
}

const start = async () => {
  await startPhone()
  if (!await open()) return
  await draw()
  new BroadcastChannel("withy").addEventListener("message", event => event.data.t === "outbox" && draw())
}

start()
