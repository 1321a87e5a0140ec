// Whether the phone is in somebody else's hand: a row in `meta`, which holds no name and no words of a family.
// { back: the form that wants the number, box: its place there, score, done, held: the server knows, over: it is back }
import { change, get, got } from "./store.js"

export const HANDED = "handover"
export const handedRow = () => get("meta", HANDED)
export const isOn = row => Boolean(row && !row.over)

// More is known now; nothing where it ended meanwhile.
export const nowKnown = more => change(["meta"], async meta => {
  const row = await got(meta.get(HANDED))
  if (row) meta.put({ ...row, ...more })
})
