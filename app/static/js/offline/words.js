// Days and times in words, as the server writes them.

const DAY = 24 * 3600_000

const clock = at => {
  const hour = at.getHours() % 12 || 12
  const minutes = at.getMinutes() ? `:${String(at.getMinutes()).padStart(2, "0")}` : ""
  return `${hour}${minutes}${at.getHours() < 12 ? "am" : "pm"}`
}

const midnight = at => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime()

// 10:42am; yesterday, 6:10pm; Mon 23 Nov, 6:10pm.
export const when = (iso, now = new Date()) => {
  const at = new Date(iso)
  const days = Math.round((midnight(now) - midnight(at)) / DAY)
  if (days === 0) return clock(at)
  if (days === 1) return `yesterday, ${clock(at)}`
  const weekday = at.toLocaleDateString("en-GB", { weekday: "short" })
  const month = at.toLocaleDateString("en-GB", { month: "short" })
  return `${weekday} ${at.getDate()} ${month}, ${clock(at)}`
}

export const many = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`
