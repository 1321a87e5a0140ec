// Sealing to the server: this phone can write such an envelope and never read it again.
// The same in app/offline/sealing.py.
import { fromText, joined, pack, random, toText, utf8 } from "./bytes.js"

const CURVE = { name: "ECDH", namedCurve: "P-256" }
const VERSION = 1

let half = null // of this page: what it seals with, for the server's key of this id

const made = async key => {
  const theirs = fromText(key.public)
  const [ours, server] = await Promise.all([
    crypto.subtle.generateKey(CURVE, false, ["deriveBits"]),
    crypto.subtle.importKey("raw", theirs, CURVE, false, []),
  ])
  const [shared, ephemeral] = await Promise.all([
    crypto.subtle.deriveBits({ name: "ECDH", public: server }, ours.privateKey, 256),
    crypto.subtle.exportKey("raw", ours.publicKey).then(raw => new Uint8Array(raw)),
  ])
  const secret = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"])
  const stretch = { name: "HKDF", hash: "SHA-256", salt: joined(ephemeral, theirs), info: utf8("withy outbox 1") }
  const once = await crypto.subtle.deriveKey(stretch, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt"])
  return { once, ephemeral: toText(ephemeral) }
}

// Made once a page, before anybody taps Save; it can encrypt and nothing else, and goes with the page.
export const halfFor = key => {
  if (half?.id !== key.id) half = { id: key.id, made: made(key) }
  return half.made
}

// `key` is the server's: { id, public }. The envelope opens for this id and this owner only.
export const sealed = async (key, { id, owner }, said) => {
  const [{ once, ephemeral }, packed] = await Promise.all([
    halfFor(key),
    pack(utf8(JSON.stringify({ version: VERSION, ...said }))),
  ])
  const nonce = random(12)
  const boundTo = utf8(`${VERSION}|${id}|${owner}`)
  const content = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: boundTo }, once, packed)
  return {
    id, owner, key_id: key.id, ephemeral, nonce: toText(nonce), sealed: toText(content),
  }
}
