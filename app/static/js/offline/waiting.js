// Everything that was saved on this phone: what needs its person, what waits, what was sent.
import { all } from "./store.js"
import { draftAgain } from "./drafts.js"
import { cameBack, rows, shown } from "./outbox.js"
import { catchUp, startPhone } from "./phone.js"
import { OFFLINE } from "./saving.js"
import { rowOf } from "./showing.js"
import { open, vault } from "./vault.js"

const GROUPS = { refused: "needs", clash: "needs", queued: "waits", held: "sent", kept: "sent" }
const WHY = {
  refused: "Something in it has to be put right before Withy can take it. What you typed is all here.",
  clash: "This was sent before with other words. Both are kept.",
}

const find = selector => document.querySelector(selector)

// The form again, with what was typed: the one that came back with the server's words beside its boxes, or, where it
// came back while the phone was locked, its own page with a draft. The item stays until it is saved anew.
const openAgain = async (item, said) => {
  const page = await cameBack(vault.keys, item)
  const theirs = page && new DOMParser().parseFromString(page, "text/html")
  const form = theirs?.querySelector(OFFLINE)
  if (!form) {
    if (said.form) await draftAgain(vault.keys, item.id, said)
    return location.assign(said.address)
  }
  form.dataset.again = item.id
  document.body.replaceWith(document.adoptNode(theirs.body))
  scrollTo(0, 0)
  find(".errs")?.focus()
}

const needing = async item => {
  const said = await shown(vault.keys, item)
  const drawn = find("#came-back").content.firstElementChild.cloneNode(true)
  drawn.querySelector(".tag").replaceWith(rowOf(item, said).querySelector(".tag"))
  drawn.querySelector("[data-title]").textContent = said.title
  drawn.querySelector("[data-why]").textContent = WHY[item.state]
  drawn.querySelector("[data-open]").addEventListener("click", () => openAgain(item, said))
  const place = document.createElement("li")
  place.append(drawn)
  return place
}

const draw = async () => {
  const drawn = { needs: [], waits: [], sent: [] }
  for (const item of await rows(vault.keys.owner)) {
    if (item.quiet) continue
    const group = GROUPS[item.state]
    drawn[group].push(group === "needs" ? await needing(item) : rowOf(item, await shown(vault.keys, item)))
  }
  drawn.sent.reverse()
  for (const [group, list] of Object.entries(drawn)) {
    const section = find(`[data-group="${group}"]`)
    section.hidden = !list.length
    section.querySelector("ul").replaceChildren(...list)
  }
  find("[data-nothing]").hidden = Boolean(drawn.needs.length + drawn.waits.length)
  for (const part of document.querySelectorAll("[data-export], [data-export-words]")) part.hidden = !drawn.waits.length
}

// The last resort: everything that waits, as it is sealed. Only Withy can open the file.
const toFile = async () => {
  const waiting = (await all("outbox")).filter(item => item.state !== "kept").map(item => item.envelope)
  const link = document.createElement("a")
  link.href = URL.createObjectURL(new Blob([JSON.stringify({ app: "withy", items: waiting })], { type: "application/json" }))
  link.download = "withy-sealed.json"
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

const start = async () => {
  await startPhone()
  if (!await open()) return
  await draw()
  new BroadcastChannel("withy").addEventListener("message", event => event.data.t === "outbox" && draw())
  find("[data-try]").addEventListener("click", async () => {
    await catchUp(vault.keys.owner)
    await draw()
  })
  find("[data-export]").addEventListener("click", toFile)
}

start()
