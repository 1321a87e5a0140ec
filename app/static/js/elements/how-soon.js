// <how-soon><time datetime="2026-11-24T10:30:00Z" data-says="Day">Today</time></how-soon> says "in 35 minutes".
// The server writes the day; only the page knows what time it is now, and what day.
import { inWords as sayDay } from "../days.js"
import { inWords } from "../soon.js"

const MINUTE = 60_000

class HowSoon extends HTMLElement {
  connectedCallback() {
    this.time = this.querySelector("time")
    if (!this.time) return
    this.words = () => sayDay(this.time.dataset.says, this.time.dateTime)
    this.tell()
    this.clock = setInterval(() => this.tell(), MINUTE / 2)
  }

  disconnectedCallback() {
    clearInterval(this.clock)
  }

  tell() {
    const minutes = Math.round((Date.parse(this.time.dateTime) - Date.now()) / MINUTE)
    const words = inWords(minutes) ?? this.words()
    if (this.time.textContent !== words) this.time.textContent = words
  }
}

customElements.define("how-soon", HowSoon)
