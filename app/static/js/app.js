// Starts the rest. Every page works without it.
import "./elements/code-from-link.js"
import "./elements/how-soon.js"
import "./elements/plain-words.js"
import { watchDays } from "./elements/said-days.js"
import { watchForms } from "./forms.js"
import "./paper.js"

watchForms(document)
watchDays(document)

// On a phone that was set up, and nowhere else: what works without a signal.
if (localStorage.getItem("phone")) {
  import("./offline/phone.js").then(phone => phone.startPhone())
}

// Back, after signing out, must not show the page that was signed in.
addEventListener("pageshow", event => {
  if (event.persisted) location.reload()
})
