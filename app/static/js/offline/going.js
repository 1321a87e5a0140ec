// Going in and coming out without a signal: what was said here stands on the page, and that nobody knows it yet.
import { row, rows, shown } from "./outbox.js"
import { wall } from "../days.js"
import { when } from "./words.js"

const lastSaid = async (keys, visit) => {
  const waiting = (await rows(keys.owner)).filter(item => item.state === "queued").reverse()
  for (const item of waiting) {
    const said = await shown(keys, item)
    if (said.lane === visit && said.step) return { item, said }
  }
  return null
}

const draw = (place, { item, said }) => {
  const part = place.querySelector(`template[data-step="${said.step}"]`)
  const drawn = part.content.cloneNode(true)
  drawn.querySelector("[data-at]").textContent = when(item.at)
  place.replaceChildren(drawn, ...place.querySelectorAll("template"))
  place.dataset.said = item.id
  globalThis.htmx?.process(place)
}

// It waits no more. Only once it is kept does anybody know: what was refused, or is held, nobody has heard.
const answered = async place => {
  const item = await row(place.dataset.said)
  const said = item?.state === "kept" ? "It has been sent." : "Withy has not taken it. Please ring."
  for (const words of place.querySelectorAll("[data-not-yet]")) words.textContent = said
}

export const showGoing = async keys => {
  for (const place of document.querySelectorAll("[data-going]")) {
    const last = await lastSaid(keys, place.dataset.going)
    if (last && place.dataset.said !== last.item.id) draw(place, last)
    else if (!last && place.dataset.said) await answered(place)
  }
}

// A page of a day that has come: the phone has kept it since before.
export const showDay = () => {
  for (const link of document.querySelectorAll("[data-from-day]")) link.hidden = link.dataset.fromDay !== wall(new Date()).day
}
