// What is on the phone now, and the offer to put Withy on the home screen.
import { get } from "./store.js"
import { many, when } from "./words.js"

const find = selector => document.querySelector(selector)

const start = async () => {
  const phone = await get("meta", "phone")
  const kept = await get("meta", "prefetched")
  const slots = phone && await get("slots", phone.owner)
  if (kept) {
    find("[data-families]").textContent = `Your ${many(kept.families, "family").replace("familys", "families")}`
    find("[data-families-when]").textContent = `Saved ${when(kept.at)}. Kept up to date by itself`
  }
  if (slots?.slots.some(one => one.kind === "prf")) find("[data-opens]").textContent = "Opens with fingerprint or face, or your five words"
}

addEventListener("beforeinstallprompt", event => {
  event.preventDefault()
  const offer = find("[data-install]")
  offer.hidden = false
  offer.querySelector("button").addEventListener("click", () => event.prompt())
})

start()
