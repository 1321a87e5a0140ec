// Days and moments in words, as the server says them (app/web/days.py), from whatever moment it is now.
// Times are those of the place where the work is done, wherever the phone is.

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
const A_DAY = 24 * 3600_000
const PLACE = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/London", hourCycle: "h23",
  year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
})

// What the clock on the wall shows: { day: "2026-11-24", time: "10:30" }.
export const wall = at => {
  const { year, month, day, hour, minute } = Object.fromEntries(PLACE.formatToParts(at).map(({ type, value }) => [type, value]))
  return { day: `${year}-${month}-${day}`, time: `${hour}:${minute}` }
}

export const aDayBefore = day => new Date(Date.parse(day) - A_DAY).toISOString().slice(0, 10)

export const count = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`

export const shortWords = (day, today) => {
  if (day === today) return "today"
  const at = new Date(`${day}T00:00Z`)
  return `${DAYS[at.getUTCDay()]} ${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]}`
}

const dayWords = (day, today) =>
  day.slice(0, 4) === today.slice(0, 4) ? shortWords(day, today) : `${shortWords(day, today)} ${Number(day.slice(0, 4))}`

export const timeWords = time => {
  const [hour, minute] = time.split(":").map(Number)
  if (minute === 0 && hour % 12 === 0) return hour ? "noon" : "midnight"
  return `${hour % 12 || 12}${minute ? `:${time.slice(3)}` : ""}${hour < 12 ? "am" : "pm"}`
}

const lateWords = (due, today) => {
  const late = Math.round((Date.parse(today) - Date.parse(due)) / A_DAY)
  return late > 0 ? `${count(late, "day")} late` : ""
}

const openWords = minutes => {
  if (minutes < 60) return count(Math.max(minutes, 1), "minute")
  const hours = Math.floor(minutes / 60)
  return hours < 24 ? count(hours, "hour") : count(Math.floor(hours / 24), "day")
}

const partOfDay = time => time < "12:00" ? "Morning" : time < "17:00" ? "Afternoon" : "Evening"

// Each way of saying, by the name that the server gives it: of what it is about, now, and a name.
const WAYS = {
  day: ({ day }, now) => dayWords(day, now.day),
  short: ({ day }, now) => shortWords(day, now.day),
  on: ({ day }, now) => day === now.day ? "today" : `on ${dayWords(day, now.day)}`,
  when: ({ day, time }, now) => `${dayWords(day, now.day)}, ${timeWords(time)}`,
  at: (moment, now) => moment.day === now.day ? timeWords(moment.time) : WAYS.when(moment, now),
  time: ({ time }) => timeWords(time),
  late: ({ day }, now) => lateWords(day, now.day),
  due: ({ day }, now) => day === now.day ? "" : `, ${lateWords(day, now.day) || `by ${dayWords(day, now.day)}`}`,
  open: ({ at }, now) => openWords(Math.floor((now.at - at) / 60_000)),
  hello: ({ day }, now, name) => day === now.day ? `${partOfDay(now.time)}, ${name}. ` : "",
  later: ({ day }, now) => day === now.day ? "Later today" : "Later that day",
}

const read = at => ({ at, ...wall(at) })

// The words for one date ("2026-11-24") or moment ("2026-11-24T10:30:00Z"); null for a way this script does not know.
export const inWords = (says, machine, now = new Date(), name = "") => {
  const way = WAYS[says.toLowerCase()]
  if (!way) return null
  const words = way(machine.includes("T") ? read(new Date(machine)) : { day: machine }, read(now), name)
  return says === says.toLowerCase() ? words : words.charAt(0).toUpperCase() + words.slice(1)
}
