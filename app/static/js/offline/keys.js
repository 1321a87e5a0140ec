// The vault's keys. The master is 32 random bytes that are never stored as they are: each way in (a slot) holds a
// copy wrapped with what only its person has. Keys live in memory: nothing that could open the vault is on the disk.
import { fromText, random, toText, utf8 } from "./bytes.js"

const ROUNDS = 600_000 // PBKDF2-SHA-256, as OWASP advises; the five words hold 64 bits by themselves
const WRAP = { name: "AES-GCM", length: 256 }

export const newMaster = () => random(32)

// What a page or the service worker works with: two keys that cannot be taken out of it again.
export const keysFrom = async (owner, master) => {
  const base = await crypto.subtle.importKey("raw", master, "HKDF", false, ["deriveKey"])
  const stretch = info => ({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: utf8(info) })
  const [enc, mac] = await Promise.all([
    crypto.subtle.deriveKey(stretch("enc"), base, WRAP, false, ["encrypt", "decrypt"]),
    crypto.subtle.deriveKey(stretch("mac"), base, { name: "HMAC", hash: "SHA-256", length: 256 }, false, ["sign"]),
  ])
  return { owner, enc, mac }
}

// People type them with capitals, double spaces and dashes.
const plain = words => words.toLowerCase().split(/[^a-z]+/).filter(Boolean).join(" ")

const fromWords = async (words, salt) => {
  const typed = await crypto.subtle.importKey("raw", utf8(plain(words)), "PBKDF2", false, ["deriveKey"])
  const stretch = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS }
  return crypto.subtle.deriveKey(stretch, typed, WRAP, false, ["encrypt", "decrypt"])
}

const fromSecret = async (secret, salt) => {
  const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"])
  const stretch = { name: "HKDF", hash: "SHA-256", salt, info: utf8("slot") }
  return crypto.subtle.deriveKey(stretch, base, WRAP, false, ["encrypt", "decrypt"])
}

// A kind of slot: what a person has for it, made into a key. "words" are typed; the others are 32 secret bytes.
const keyFor = (kind, secret, salt) => kind === "words" ? fromWords(secret, salt) : fromSecret(secret, salt)

const boundTo = (owner, kind) => utf8(`slot|${owner}|${kind}`)

// One more way into the same vault. `more` is kept beside it in clear: the id of a passkey, say.
export const slotFor = async (owner, kind, secret, master, more = {}) => {
  const salt = random(16)
  const iv = random(12)
  const key = await keyFor(kind, secret, salt)
  const wrapped = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: boundTo(owner, kind) }, key, master)
  return { kind, salt: toText(salt), iv: toText(iv), wrapped: toText(wrapped), ...more }
}

// The master again, or null where this is not what the slot was made with.
export const openSlot = async (owner, slot, secret) => {
  const key = await keyFor(slot.kind, secret, fromText(slot.salt))
  const how = { name: "AES-GCM", iv: fromText(slot.iv), additionalData: boundTo(owner, slot.kind) }
  try {
    return new Uint8Array(await crypto.subtle.decrypt(how, key, fromText(slot.wrapped)))
  } catch {
    return null
  }
}

// Under which id a row is kept: the same for the same words, and telling nothing of them.
export const idFor = async (keys, words) =>
  toText(await crypto.subtle.sign("HMAC", keys.mac, utf8(words)))

// Rows are bound to their place: a row that was moved to another does not open.
const place = (keys, store, id) => utf8(`${store}|${keys.owner}|${id}`)

export const lockIn = async (keys, store, id, bytes) => {
  const iv = random(12)
  const how = { name: "AES-GCM", iv, additionalData: place(keys, store, id) }
  return { iv, locked: await crypto.subtle.encrypt(how, keys.enc, bytes) }
}

export const takeOut = async (keys, store, id, { iv, locked }) => {
  const how = { name: "AES-GCM", iv, additionalData: place(keys, store, id) }
  return new Uint8Array(await crypto.subtle.decrypt(how, keys.enc, locked))
}
