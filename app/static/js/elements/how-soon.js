// <how-soon><time datetime="2026-11-24T10:30:00Z">today</time></how-soon>: "in 35 minutes".
// The server writes the day, which stays true; only the page knows what time it is now.

const MINUTE = 60_000
const HOUR = 60
const SOON = 12 * HOUR // further off, the server's words say more

const many = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`

// Minutes from now, in words; null when the day says it better.
export const inWords = minutes => {
  const size = Math.abs(minutes)
  if (size >= SOON) return null
  if (size === 0) return "now"
  const length = size < 2 * HOUR ? many(size, "minute") : many(Math.round(size / HOUR), "hour")
  return minutes > 0 ? `in ${length}` : `${length} ago`
}

class HowSoon extends HTMLElement {
  connectedCallback() {
    this.time = this.querySelector("time")
    if (!this.time) return
    this.words = this.time.textContent
    this.tell()
    this.clock = setInterval(() => this.tell(), MINUTE / 2)
  }

  disconnectedCallback() {
    clearInterval(this.clock)
  }

  tell() {
    const minutes = Math.round((Date.parse(this.time.dateTime) - Date.now()) / MINUTE)
    const words = inWords(minutes) ?? this.words
    if (this.time.textContent !== words) this.time.textContent = words
  }
}

// Tests read inWords without a page.
globalThis.customElements?.define("how-soon", HowSoon)
