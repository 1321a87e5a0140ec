// A family's own page: leave it at once, by the button or by Escape three times, and show nothing to whoever goes back.
const exit = document.querySelector("[data-leave]")
const ESCAPES = 3
const TOGETHER = 2_000 // ms between the first and the last

const leave = () => {
  const said = new FormData()
  said.set("csrf_token", exit.dataset.leave)
  navigator.sendBeacon("/our-plan/leave", said)
  document.body.hidden = true
  // In place of this page: going back does not return to it.
  location.replace(exit.href)
}

exit?.addEventListener("click", event => {
  event.preventDefault()
  leave()
})

const pressed = []
addEventListener("keydown", event => {
  if (event.key !== "Escape" || !exit) return
  pressed.push(event.timeStamp)
  if (pressed.length >= ESCAPES && event.timeStamp - pressed.at(-ESCAPES) < TOGETHER) leave()
})

// Taken out of the browser's memory by Back: asked for again, so that what was left stays shut.
addEventListener("pageshow", event => {
  if (event.persisted) location.reload()
})

const paper = document.querySelector("[data-print]")
if (paper) {
  paper.hidden = false
  paper.addEventListener("click", () => print())
}

// Somebody came by a link. What stands after the # is not kept in the address, and is not sent before they type.
const byLink = document.querySelector("#by-link")
const secret = /^#([0-9a-f]{20})$/.exec(location.hash)?.[1]
if (byLink && secret) {
  history.replaceState(null, "", location.pathname)
  byLink.elements.link.value = secret
  byLink.hidden = false
  document.querySelector("#by-paper").hidden = true
  document.querySelector("[data-by-paper]").hidden = true
  byLink.elements.code.focus()
}
