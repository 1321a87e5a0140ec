// A code in a link stands after the #: browsers never send it, so it is in no server's log.
// Here it goes into its box, and out of the address and the history.

customElements.define("code-from-link", class extends HTMLElement {
  connectedCallback() {
    const code = location.hash.slice(1)
    if (!code) return
    history.replaceState(null, "", location.pathname)
    this.querySelector("[name=code]").value = code
  }
})
