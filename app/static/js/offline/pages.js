// Pages of the caseload, kept in the vault as the server made them.
import { text, utf8 } from "./bytes.js"
import { idFor, lockIn, takeOut } from "./keys.js"
import { change, get, got } from "./store.js"

const ALIKE = 4 // fetched at once
// What a kept page says again when it is shown: without the content policy, a page would trust anything in it.
const HEADERS = ["Content-Type", "Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options",
  "Cross-Origin-Opener-Policy", "Cross-Origin-Embedder-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy"]

// An address as it is kept: a fragment is the page's own affair, and a form opened again is the form.
const plain = url => {
  const { pathname, searchParams } = new URL(url, location.origin)
  searchParams.delete("again")
  const asked = String(searchParams)
  return asked ? `${pathname}?${asked}` : pathname
}

// Whether it is ours at all, and this owner's to keep. A hotel's page has neither.
export const mayKeep = (answer, owner) =>
  answer.status === 200 && answer.headers.get("X-Withy-User") === owner && answer.headers.has("X-Withy-Keep")

export const keepPage = async (keys, url, answer, version = "") => {
  const html = await answer.text()
  const headers = Object.fromEntries(HEADERS.map(name => [name, answer.headers.get(name)]).filter(([, said]) => said))
  const said = {
    html, headers, at: new Date().toISOString(), build: answer.headers.get("X-Withy"), etag: answer.headers.get("ETag"),
  }
  const id = await idFor(keys, `page|${plain(url)}`)
  const row = { owner: keys.owner, id, version, ...await lockIn(keys, "pages", id, utf8(JSON.stringify(said))) }
  await change(["pages"], async pages => pages.put(row))
}

const opened = async (keys, id, row) => JSON.parse(text(await takeOut(keys, "pages", id, row)))

// The page as it was, for the browser: with the scripts and styles of this build, and saying from when it is.
export const keptPage = async (keys, url, build) => {
  const id = await idFor(keys, `page|${plain(url)}`)
  const row = await get("pages", [keys.owner, id])
  if (!row) return null
  const said = await opened(keys, id, row)
  const html = said.html
    .replaceAll(`/static/${said.build}/`, `/static/${build}/`)
    .replace("<html ", `<html data-kept-at="${said.at}" `)
  return new Response(html, { headers: { ...said.headers, "Cache-Control": "no-store" } })
}

const fetchOne = async (keys, url, version) => {
  const id = await idFor(keys, `page|${plain(url)}`)
  const row = await get("pages", [keys.owner, id])
  if (row && version && row.version === version) return id
  const headers = { "X-Withy-Prefetch": "1" }
  const known = row && await opened(keys, id, row).catch(() => null)
  if (known?.etag) headers["If-None-Match"] = known.etag
  const answer = await fetch(url, { headers, redirect: "error", signal: AbortSignal.timeout(20_000) })
  if (answer.status === 304) await change(["pages"], async pages => pages.put({ ...row, version }))
  else if (mayKeep(answer, keys.owner)) await keepPage(keys, url, answer, version)
  else if (answer.status === 404) return null
  else throw new Error("not ours")
  return id
}

// Bring what is kept up to date with the server's list; what is no longer on it goes. Says how many there are.
export const prefetch = async keys => {
  const answer = await fetch("/sync/manifest", { redirect: "error", signal: AbortSignal.timeout(20_000) })
  const list = answer.ok ? await answer.json() : null
  if (list?.app !== "withy" || list.user !== keys.owner) return null
  const wanted = [...list.pages]
  const kept = new Set()
  const work = async () => {
    for (let next = wanted.shift(); next; next = wanted.shift()) {
      const id = await fetchOne(keys, ...next)
      if (id) kept.add(id)
    }
  }
  await Promise.all(Array.from({ length: ALIKE }, work))
  await change(["pages", "meta"], async (pages, meta) => {
    for (const [owner, id] of await got(pages.getAllKeys())) {
      if (owner === keys.owner && !kept.has(id)) pages.delete([owner, id])
    }
    meta.put({ name: "prefetched", at: new Date().toISOString(), count: kept.size, families: list.families })
  })
  return kept.size
}

export const forgetPages = owner => change(["pages"], async pages => {
  for (const key of await got(pages.getAllKeys())) if (key[0] === owner) pages.delete(key)
})
