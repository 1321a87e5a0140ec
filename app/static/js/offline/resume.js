// Whoever has opened the vault is known to the server too: a sign-in that only fell quiet goes on, and a browser that was
// killed before it wrote its cookies down gets another that can deliver.
import { text } from "./bytes.js"
import { takeOut } from "./keys.js"
import { get } from "./store.js"

const PATIENCE = 4_000 // ms

export const resume = async keys => {
  const row = await get("meta", "resume")
  if (!row) return false
  const token = text(await takeOut(keys, "meta", "resume", row))
  // One after the other: each answer brings another cookie.
  const answer = await navigator.locks.request("withy-resume", () => fetch("/sync/resume", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ token }),
    signal: AbortSignal.timeout(PATIENCE),
  }).catch(() => null))
  return Boolean(answer?.ok)
}
