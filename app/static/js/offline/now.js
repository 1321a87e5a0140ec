// Boxes that begin as this moment or hold a new thing's id, on a page that was made earlier: set anew when the form is
// opened. A form that is filled in twice from one kept page makes two things.
import { wall } from "../days.js"

const MINUTE = 60_000

// The moment that an element stands for: so many minutes from now, rounded down as the server does.
const momentOf = ({ now: minutes, round }, now) => {
  const step = Number(round || 1) * MINUTE
  return new Date(Math.floor(now / step) * step + Number(minutes) * MINUTE)
}

const VALUES = {
  date: moment => moment.day,
  time: moment => moment.time,
  hidden: moment => `${moment.day}T${moment.time}`,
}

// What was typed, or came back from a draft, stays.
const untouched = box => box.value === box.defaultValue

export const setNow = (root, now = new Date()) => {
  for (const one of root.querySelectorAll("[data-now]")) {
    const at = momentOf(one.dataset, now)
    if (one.tagName === "TIME") {
      one.dateTime = at.toISOString()
    } else if (untouched(one) && VALUES[one.type]) {
      one.value = one.defaultValue = VALUES[one.type](wall(at))
    }
  }
}

export const newIds = root => {
  for (const one of root.querySelectorAll("input[data-fresh]")) one.value = one.defaultValue = crypto.randomUUID()
}
