// Bytes and text.

const CHUNK = 0x8000

export const utf8 = text => new TextEncoder().encode(text)
export const text = bytes => new TextDecoder().decode(bytes)
export const random = size => crypto.getRandomValues(new Uint8Array(size))

// Base64url without padding, as the server writes it too.
export const toText = bytes => {
  const view = new Uint8Array(bytes)
  let binary = ""
  for (let at = 0; at < view.length; at += CHUNK) binary += String.fromCharCode(...view.subarray(at, at + CHUNK))
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")
}

export const fromText = words => Uint8Array.from(
  atob(words.replaceAll("-", "+").replaceAll("_", "/")),
  letter => letter.charCodeAt(0),
)

export const joined = (...parts) => {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const through = async (bytes, { readable, writable }) => {
  const writer = writable.getWriter()
  writer.write(bytes).catch(() => null)
  writer.close().catch(() => null)
  return new Uint8Array(await new Response(readable).arrayBuffer())
}

export const pack = bytes => through(bytes, new CompressionStream("gzip"))
export const unpack = bytes => through(bytes, new DecompressionStream("gzip"))
