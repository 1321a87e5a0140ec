// How far off a moment is, in words.

const HOUR = 60
const SOON = 12 * HOUR // further off, the day says it better

const many = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`

// Minutes from now, past ones negative. Null when the day says it better.
export const inWords = minutes => {
  const size = Math.abs(minutes)
  if (size >= SOON) return null
  if (size === 0) return "now"
  const length = size < 2 * HOUR ? many(size, "minute") : many(Math.round(size / HOUR), "hour")
  return minutes > 0 ? `in ${length}` : `${length} ago`
}
