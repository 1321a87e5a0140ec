// <time datetime="2026-11-24" data-says="day">today</time> says "Tue 24 Nov" on another day.
// The server's words are of the moment it wrote them; a page that lies open, or on a phone, outlives that.
import { inWords } from "../days.js"

const MINUTE = 60_000

export const sayDays = root => {
  for (const time of root.querySelectorAll("time[data-says]:not(how-soon time)")) {
    const words = inWords(time.dataset.says, time.dateTime, new Date(), time.dataset.who)
    if (words !== null && time.textContent !== words) time.textContent = words
  }
  // A list of days to choose from: the day itself is the value.
  for (const option of root.querySelectorAll("option[data-says]")) option.label = inWords(option.dataset.says, option.value)
}

export const watchDays = page => {
  const now = () => sayDays(page)
  now()
  setInterval(now, MINUTE)
  page.addEventListener("visibilitychange", now)
  page.addEventListener("htmx:after:swap", now)
}
