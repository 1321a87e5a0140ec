// The page that a locked phone shows at every address. It works without a signal.
import { counts } from "./outbox.js"
import { get } from "./store.js"
import { takeUpdate } from "./update.js"
import { openWith } from "./vault.js"
import { showWayIn } from "./way_in.js"
import { many } from "./words.js"

const find = selector => document.querySelector(selector)

let update = null

const go = async keys => {
  // The keys are given to the version that stays.
  await update
  await openWith(keys)
  // The address is still that of the page that was asked for.
  if (location.pathname === "/phone/unlock") location.replace("/today")
  else location.reload()
}

const start = async () => {
  // Here all is locked, and drafts are kept.
  update = takeUpdate().catch(() => null)
  const phone = await get("meta", "phone")
  if (!phone || phone.wiped) return location.replace("/sign-in")
  find("[data-name]").textContent = `Hello again, ${phone.first}`
  await showWayIn(phone.owner, go)
  const { waiting } = await counts(phone.owner)
  const line = find("[data-count]")
  line.hidden = !waiting
  line.lastElementChild.textContent =
    `${many(waiting, "note")} ${waiting === 1 ? "is" : "are"} waiting here. They stay safe, and send themselves, even while this is locked.`
}

start()
