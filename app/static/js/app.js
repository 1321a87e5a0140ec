// Starts the rest. Every page works without it.
import "./elements/code-from-link.js"
import "./elements/how-soon.js"
import { watchForms } from "./forms.js"

watchForms(document)

// Back, after signing out, must not show the page that was signed in.
addEventListener("pageshow", event => {
  if (event.persisted) location.reload()
})
