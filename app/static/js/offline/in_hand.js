// Whether the phone is in somebody else's hand: a row in `meta`, which holds no name and no words of a family.
// { back: the form that wants the number, box: its place there, score, done, over: it is back with its owner }
import { get } from "./store.js"

export const HANDED = "handover"
export const handedRow = () => get("meta", HANDED)
export const isOn = row => Boolean(row && !row.over)
