// What was saved on this phone and is on its way. An item is sealed to the server as soon as it is saved, so that it
// can be sent while the phone is locked; beside it lies a copy that only the vault's key can read, to show it.
import { pack, text, utf8 } from "./bytes.js"
import { idFor, lockIn, takeOut } from "./keys.js"
import { sealed } from "./seal.js"
import { all, change, get, got } from "./store.js"

const LOCK = "withy-outbox"
const STUCK = 60_000 // ms: a frozen tab keeps its lock; the server tells a second sending from a first
const PATIENCE = 30_000 // ms for one batch
const MOST_ITEMS = 200
const MOST_BYTES = 600_000 // before they are packed
const KEEP_SENT = 14 * 24 * 3600_000 // ms: a server that was put back asks for them again

// Pages that list what waits hear of it, whoever sent it.
const news = new BroadcastChannel("withy")

// States that wait for their person, and hold back what was saved later about the same family.
const NEEDS_YOU = new Set(["refused", "clash"])

// What a form says, without the token that only a page straight from the server needs.
export const saidIn = (form, action) => {
  const { pathname, search } = new URL(action, location.origin)
  const boxes = [...form].filter(([name]) => !name.endsWith("csrf_token") && name !== "outbox")
  return {
    address: pathname + search,
    boxes: boxes.map(([name, said]) => [name, String(said)]),
    written_at: new Date().toISOString(),
  }
}

const asCopy = async (keys, id, said) => lockIn(keys, "outbox", id, utf8(JSON.stringify(said)))

// Save one form. Resolves once it is on the disk; rejects where it is not, and then nothing was taken.
// `said`: { address, boxes, written_at }. `shown`: { title, icon, family, lane, urgent } for lists on this phone; what has
// one lane is sent in order.
export const save = async (keys, serverKey, id, said, shown) => {
  const [envelope, copy, lane] = await Promise.all([
    sealed(serverKey, { id, owner: keys.owner }, said),
    asCopy(keys, id, { ...said, ...shown }),
    // A worry waits for nothing that was saved before it.
    idFor(keys, shown.urgent ? `item|${id}` : `lane|${shown.lane || shown.family || id}`),
  ])
  const row = {
    id, owner: keys.owner, lane, envelope: { ...envelope, lane }, copy, state: "queued", tries: 0, at: said.written_at,
    urgent: Boolean(shown.urgent),
    // Told by the phone itself, not by its person: it is sent, and not counted.
    quiet: Boolean(shown.quiet),
  }
  return change(["outbox", "meta"], async (outbox, meta) => {
    const known = await got(outbox.get(id))
    // What was sent may be held already: it is never changed, and saving it twice is saving it once.
    if (known) return known
    const last = await got(meta.get("seq"))
    row.seq = (last?.value ?? 0) + 1
    meta.put({ name: "seq", value: row.seq })
    outbox.put(row)
    return row
  })
}

export const rows = async owner => (await all("outbox"))
  .filter(row => row.owner === owner)
  .sort((one, other) => one.seq - other.seq)

export const row = id => get("outbox", id)

// What an item says; only with the vault open.
export const shown = async (keys, item) =>
  JSON.parse(text(await takeOut(keys, "outbox", item.id, item.copy)))

export const counts = async owner => {
  const mine = (await rows(owner)).filter(one => !one.quiet)
  const waiting = mine.filter(one => one.state === "queued")
  return {
    waiting: waiting.length,
    urgent: waiting.some(one => one.urgent),
    needsYou: mine.filter(one => NEEDS_YOU.has(one.state)).length,
    since: waiting[0]?.at ?? null,
  }
}

// Whom to ring because something urgent has not gone: { name, phone }; null where no number is known.
export const toRing = async keys => {
  const urgent = (await rows(keys.owner)).find(one => one.urgent && one.state === "queued")
  return urgent ? (await shown(keys, urgent)).ring ?? null : null
}

// What a phone tells of itself, for its person's supervisor: how much waits beside this batch, and since when.
export const waitingBeside = async (owner, batch = []) => {
  const going = new Set(batch.map(one => one.id))
  const left = (await rows(owner))
    .filter(one => !one.quiet && !going.has(one.id) && (one.state === "queued" || NEEDS_YOU.has(one.state)))
  return { waiting: left.length, since: left[0]?.at ?? null }
}

const size = one => one.envelope.sealed.length + 400

// The next to go, in order; nothing behind an item of the same lane that waits for its person, or is too much.
const nextBatch = async (owner, most, tooMuch) => {
  const stopped = new Set(tooMuch)
  const batch = []
  let bytes = 0
  for (const one of await rows(owner)) {
    if (NEEDS_YOU.has(one.state)) stopped.add(one.lane)
    if (one.state !== "queued" || stopped.has(one.lane)) continue
    if (batch.length === most || (batch.length && bytes + size(one) > MOST_BYTES)) break
    batch.push(one)
    bytes += size(one)
  }
  return batch
}

// Not an answer of ours: the network, a hotel's page, half an answer. Everything stays as it is.
class NotSent extends Error {
  constructor(why) {
    super(why)
    this.why = why
  }
}

const send = async batch => {
  const beside = await waitingBeside(batch[0].owner, batch)
  // A line for the phone and one for each envelope: the server takes each as it arrives.
  const lines = [{ sent_at: new Date().toISOString(), ...beside }, ...batch.map(one => one.envelope)]
  const answer = await fetch("/sync/outbox", {
    method: "POST",
    headers: { "Content-Type": "application/x-ndjson", "Content-Encoding": "gzip" },
    body: await pack(utf8(lines.map(line => `${JSON.stringify(line)}\n`).join(""))),
    credentials: "same-origin",
    redirect: "error",
    signal: AbortSignal.timeout(PATIENCE),
  }).catch(() => { throw new NotSent("offline") })
  if (answer.status === 413) throw new NotSent("too much")
  const said = await answer.json().catch(() => null)
  if (said?.app !== "withy") throw new NotSent("offline")
  if (answer.status === 401) throw new NotSent("shut out")
  if (!answer.ok || !Array.isArray(said.answers)) throw new NotSent("server")
  return said.answers.filter(answer => answer.ack)
}

const SETTLED = new Set(["kept", "held", "refused", "clash"])

// The form that came back, for when its person opens it. Locked or not at all: it is about a family.
const asPage = async (keys, { ack, page }) => keys && page ? lockIn(keys, "outbox", `${ack}|page`, utf8(page)) : null

// What became of each item, written down. Only an answer that names it counts.
const settle = async (answers, keys) => {
  const pages = await Promise.all(answers.map(answer => asPage(keys, answer)))
  await change(["outbox"], async outbox => {
    const found = await Promise.all(answers.map(answer => got(outbox.get(answer.ack))))
    for (const [place, answer] of answers.entries()) {
      const one = found[place]
      if (one?.state !== "queued") continue
      one.tries += 1
      one.answered = { at: answer.at, to: answer.to, outcome: answer.outcome }
      if (SETTLED.has(answer.outcome)) one.state = answer.outcome
      if (answer.outcome === "unreadable") one.reseal = true
      if (pages[place]) one.page = pages[place]
      // Said also where it came back while the phone was locked, and its page could not be kept.
      one.twoVersions = Boolean(answer.page?.includes("data-versions"))
      outbox.put(one)
    }
  })
  news.postMessage({ t: "outbox" })
}

// The form with the server's words beside its boxes; null where it came back while the phone was locked.
export const cameBack = async (keys, item) =>
  item.page ? text(await takeOut(keys, "outbox", `${item.id}|page`, item.page)) : null

const run = async (owner, { keys, tell }) => {
  let most = MOST_ITEMS
  const tooMuch = new Set()
  let alone = 0 // how many by themselves were too much, one after the other: a proxy that takes nothing is not asked on
  for (;;) {
    const batch = await nextBatch(owner, most, tooMuch)
    if (!batch.length) return tooMuch.size ? "too much" : "done"
    tell?.(batch.length)
    try {
      const answers = await send(batch)
      await settle(answers, keys)
      alone = 0
      if (!answers.some(answer => SETTLED.has(answer.outcome))) return "server"
    } catch (error) {
      if (!(error instanceof NotSent)) throw error
      if (error.why !== "too much") return error.why
      // One that is too much by itself stays, and holds back what belongs behind it; the others go.
      if (batch.length === 1) {
        tooMuch.add(batch[0].lane)
        alone += 1
        if (alone > 1) return error.why
      }
      most = batch.length === 1 ? MOST_ITEMS : Math.ceil(batch.length / 2)
    }
  }
}

// Send what waits. One tab or the service worker at a time; says "done", or why it stopped.
// Being told nothing for a minute, another takes over.
export const drain = async (owner, { keys = null, tell = null } = {}) => {
  const wait = AbortSignal.timeout(STUCK)
  try {
    return await navigator.locks.request(LOCK, { signal: wait }, () => run(owner, { keys, tell }))
  } catch (error) {
    if (error.name !== "TimeoutError" && error.name !== "AbortError") throw error
    return navigator.locks.request(LOCK, { steal: true }, () => run(owner, { keys, tell }))
  }
}

// Two weeks after it was held, an envelope has done its work.
export const tidy = async owner => {
  const old = (await rows(owner)).filter(one =>
    ["kept", "left"].includes(one.state) && Date.parse(one.left ?? one.at) < Date.now() - KEEP_SENT)
  if (old.length) await change(["outbox"], async outbox => old.forEach(one => outbox.delete(one.id)))
}

// Another life of the server began: what it may have lost is sent once more, under the same ids.
export const sendAgain = owner => change(["outbox"], async outbox => {
  for (const one of await got(outbox.getAll())) {
    if (one.owner === owner && one.state === "kept") outbox.put({ ...one, state: "queued" })
  }
})

// With the vault open: seal anew what the server could not open, to the key it has now.
export const sealAgain = async (keys, serverKey) => {
  for (const one of (await rows(keys.owner)).filter(found => found.reseal)) {
    const { address, boxes, written_at } = await shown(keys, one)
    const envelope = await sealed(serverKey, { id: one.id, owner: keys.owner }, { address, boxes, written_at })
    await change(["outbox"], async outbox => outbox.put({ ...one, envelope: { ...envelope, lane: one.lane }, reseal: false }))
  }
}

// Its person has dealt with it: saved anew from the form that came back, or from one that was let go.
export const dealtWith = id => change(["outbox"], async outbox => {
  const one = await got(outbox.get(id))
  if (one && (NEEDS_YOU.has(one.state) || one.state === "left")) outbox.delete(id)
})

// Its person does not want it any more. It holds nothing back, and is there for two weeks more.
export const letGo = id => change(["outbox"], async outbox => {
  const one = await got(outbox.get(id))
  if (one && NEEDS_YOU.has(one.state)) outbox.put({ ...one, state: "left", left: new Date().toISOString() })
})
