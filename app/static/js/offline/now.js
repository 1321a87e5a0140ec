// Boxes that begin as this moment or hold a new thing's id, on a page that was made earlier: set anew when the form is
// opened. A form that is filled in twice from one kept page makes two things.
import { wall } from "../days.js"

const MINUTE = 60_000

const FIVE = 5 * MINUTE

// When somebody who goes in now will be out: as `first_until` in app/visits/forms/watching.py.
const untilOf = ({ begins, ends, longest }, now) => {
  const [first, last] = [Date.parse(begins), Date.parse(ends)]
  const most = Number(longest) * MINUTE
  if (now < last - FIVE && last - now <= most) return new Date(last)
  const length = Math.min(Math.max(last - first, 30 * MINUTE), most - FIVE)
  return new Date(Math.ceil((Number(now) + length) / FIVE) * FIVE)
}

// The moment that an element stands for: so many minutes from now, rounded down as the server does.
const momentOf = ({ now: minutes, round, ...more }, now) => {
  if (minutes === "until") return untilOf(more, now)
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
