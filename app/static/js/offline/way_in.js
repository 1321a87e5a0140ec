// The way in, wherever a page shows it (offline/_way_in.html).
import { has, inTouch, NOT_IN_TOUCH, withFinger, withWords } from "./opening.js"

const find = selector => document.querySelector(selector)

const say = words => {
  const place = find("[data-oops]")
  place.hidden = !words
  place.textContent = words ?? ""
}

// `opened` is given the keys; `failed` hears of each try that opened nothing.
export const showWayIn = async (owner, opened, failed = () => null) => {
  const words = find("[data-words]")
  const finger = find("[data-finger]")
  const told = async ({ keys, said }) => {
    if (keys) return opened(keys)
    say(said)
    await failed()
  }
  finger.addEventListener("click", async () => {
    const found = await withFinger(owner)
    if (!found.keys) words.open = true
    await told(found)
  })
  words.querySelector("form").addEventListener("submit", async event => {
    event.preventDefault()
    await told(await withWords(owner, event.target.elements.words.value))
  })
  finger.hidden = !await has(owner, "prf")
  if (finger.hidden) words.open = true
  if (!await inTouch()) say(NOT_IN_TOUCH)
}
