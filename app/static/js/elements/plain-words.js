// <plain-words data-of="what" …> under a box: says which words a family may not know, as they are typed. Never in the way.
// Looks in the same way as app/web/plain_words.py, in the same list.
const QUOTED = /“[^”]*”|"[^"]*"/g
const PAUSE = 600 // ms without a key
const lists = new Map()

const foundBy = word => {
  const begins = word.startsWith("^") ? "(?:^|[.!?;\\n]\\s*)" : "(?<![\\w-])"
  const letters = word.replace("^", "").replace(/[-\s]/g, "\\$&").replace("*", "[a-z]*").replace("\\ ", " ")
  return new RegExp(`${begins}(${letters})(?![\\w-])`, word === word.toUpperCase() ? "" : "i")
}

const read = text => text.trim().split(/\r?\n/).slice(1).map(line => {
  const [word, plainer] = line.split(",")
  return { found: foundBy(word), begins: word.startsWith("^"), plainer }
})

const listAt = address => {
  if (!lists.has(address)) lists.set(address, fetch(address).then(answer => answer.text()).then(read))
  return lists.get(address).catch(() => (lists.delete(address), []))
}

class PlainWords extends HTMLElement {
  connectedCallback() {
    this.box = document.getElementById(this.dataset.of)
    this.typed = () => {
      clearTimeout(this.soon)
      this.soon = setTimeout(() => this.look(), PAUSE)
    }
    this.box?.addEventListener("input", this.typed)
    if (this.box?.value) this.look()
  }

  disconnectedCallback() {
    clearTimeout(this.soon)
    this.box?.removeEventListener("input", this.typed)
  }

  async look() {
    const { list, most, says, begins, unless } = this.dataset
    const words = await listAt(list)
    const text = unless && this.box.form?.querySelector(unless) ? "" : this.box.value.replace(QUOTED, " ")
    const hints = words.flatMap(word => {
      const typed = word.found.exec(text)?.[1]
      return typed ? [(word.begins ? begins : says).replace("{word}", typed).replace("{plainer}", word.plainer)] : []
    })
    const said = hints.slice(0, Number(most)).join("\n")
    if (this.textContent !== said) this.textContent = said
  }
}

customElements.define("plain-words", PlainWords)
