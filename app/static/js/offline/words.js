// When something was saved or sent, in words, as the server says it.
import { aDayBefore, shortWords, timeWords, wall } from "../days.js"

export { count as many } from "../days.js"

// 10:42am; yesterday, 6:10pm; Mon 23 Nov, 6:10pm.
export const when = (iso, now = new Date()) => {
  const { day, time } = wall(new Date(iso))
  const today = wall(now).day
  if (day === today) return timeWords(time)
  return `${day === aDayBefore(today) ? "yesterday" : shortWords(day, today)}, ${timeWords(time)}`
}
