// Everything that was saved on this phone: what needs its person, what waits, what was sent.
import { all, get } from "./store.js"
import { draftAgain } from "./drafts.js"
import { cameBack, counts, letGo, rows, shown } from "./outbox.js"
import { catchUp, startPhone } from "./phone.js"
import { OFFLINE } from "./saving.js"
import { icon as iconOf, rowOf } from "./showing.js"
import { open, vault } from "./vault.js"
import { many } from "./words.js"

const GROUPS = { refused: "needs", clash: "needs", queued: "waits", held: "sent", kept: "sent", left: "gone" }
const WHY = {
  refused: "Something in it has to be put right before Withy can take it. What you typed is all here.",
  clash: "This was sent before with other words. Both are kept.",
}

const find = selector => document.querySelector(selector)

const TWO_VERSIONS = {
  icon: "swap",
  words: " Two versions",
  why: "You and somebody else both changed this. Open it, and say which is right.",
}

// The form again, with what was typed: the one that came back with the server's words beside its boxes, or, where it
// came back while the phone was locked, its own page with a draft. The item stays until it is saved anew.
const openAgain = async (item, said) => {
  const page = await cameBack(vault.keys, item)
  const theirs = page && new DOMParser().parseFromString(page, "text/html")
  const form = theirs?.querySelector(OFFLINE)
  if (!form) {
    // A tap that came too late holds no words: where it leads, more can be said.
    if (item.answered?.to) await letGo(item.id)
    else if (said.form) await draftAgain(vault.keys, item.id, said)
    // Also where the thing that it is about has gone on meanwhile, and its page would lead elsewhere.
    const to = new URL(item.answered?.to || said.page || said.address, location.origin)
    to.searchParams.set("again", "1")
    return location.assign(to)
  }
  form.dataset.again = item.id
  form.dataset.page = said.page ?? said.address
  document.body.replaceWith(document.adoptNode(theirs.body))
  scrollTo(0, 0)
  find(".errs")?.focus()
}

const copyOf = template => find(template).content.firstElementChild.cloneNode(true)

// Two taps, and it is still there for two weeks.
const watchDrop = (drawn, item) => {
  const sure = drawn.querySelector("[data-sure]")
  const drop = drawn.querySelector("[data-drop]")
  const ask = yes => {
    sure.hidden = !yes
    drop.hidden = yes
    if (yes) sure.querySelector("[data-no]").focus()
    else drop.focus()
  }
  drop.addEventListener("click", () => ask(true))
  sure.querySelector("[data-no]").addEventListener("click", () => ask(false))
  sure.querySelector("[data-yes]").addEventListener("click", () => letGo(item.id).then(draw))
}

const needing = async item => {
  const said = await shown(vault.keys, item)
  const drawn = copyOf("#came-back")
  const tag = rowOf(item, said).querySelector(".tag")
  tag.classList.remove("wide") // That is for a row.
  if (item.twoVersions) tag.replaceChildren(iconOf(TWO_VERSIONS.icon), TWO_VERSIONS.words)
  drawn.querySelector(".tag").replaceWith(tag)
  drawn.querySelector("[data-title]").textContent = said.title
  drawn.querySelector("[data-why]").textContent = item.twoVersions ? TWO_VERSIONS.why : WHY[item.state]
  drawn.querySelector("[data-open]").addEventListener("click", () => openAgain(item, said))
  watchDrop(drawn, item)
  return drawn
}

const gone = async item => {
  const said = await shown(vault.keys, item)
  const drawn = rowOf(item, said)
  const ways = copyOf("#let-go")
  ways.querySelector("[data-open]").addEventListener("click", () => openAgain(item, said))
  drawn.append(ways)
  return drawn
}

const DRAWN = { needs: needing, gone }

const draw = async () => {
  const drawn = { needs: [], waits: [], sent: [], gone: [] }
  for (const item of await rows(vault.keys.owner)) {
    if (item.quiet) continue
    const group = GROUPS[item.state]
    drawn[group].push(await DRAWN[group]?.(item) ?? rowOf(item, await shown(vault.keys, item)))
  }
  drawn.sent.reverse()
  for (const [group, list] of Object.entries(drawn)) {
    const section = find(`[data-group="${group}"]`)
    section.hidden = !list.length
    section.querySelector("[data-list]").replaceChildren(...list)
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

// Where the worker is switched off nothing here can be opened; how much waits can be said all the same.
const sealedOnly = async () => {
  const phone = await get("meta", "phone").catch(() => null)
  if (!phone) return
  const say = async () => {
    const { waiting, needsYou } = await counts(phone.owner)
    find("[data-nothing]").hidden = Boolean(waiting + needsYou)
    const line = find("[data-sealed]")
    line.hidden = !(waiting + needsYou)
    line.textContent = `${many(waiting + needsYou, "note")} waiting here, sealed. What can be sent sends itself.`
  }
  await say()
  new BroadcastChannel("withy").addEventListener("message", say)
}

const start = async () => {
  await startPhone()
  if (!await open()) return sealedOnly()
  await draw()
  new BroadcastChannel("withy").addEventListener("message", event => event.data.t === "outbox" && draw())
  find("[data-try]").addEventListener("click", async () => {
    await catchUp(vault.keys.owner)
    await draw()
  })
  find("[data-export]").addEventListener("click", toFile)
}

start()
