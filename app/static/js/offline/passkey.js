// Fingerprint or face: a passkey that gives 32 secret bytes (WebAuthn PRF), the same each time, and without a signal.

const PATIENCE = 60_000 // ms

const found = credential => {
  const secret = credential?.getClientExtensionResults().prf?.results?.first
  return secret ? new Uint8Array(secret) : null
}

export const secretFrom = async (id, asked) => found(await navigator.credentials.get({
  publicKey: {
    challenge: crypto.getRandomValues(new Uint8Array(32)),
    allowCredentials: [{ type: "public-key", id }],
    userVerification: "required",
    timeout: PATIENCE,
    extensions: { prf: { eval: { first: asked } } },
  },
}))

// Makes one for this person on this phone; null where it cannot keep such a secret. Some give it only when asked again.
export const newPasskey = async (owner, name) => {
  const asked = crypto.getRandomValues(new Uint8Array(32))
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: crypto.getRandomValues(new Uint8Array(32)),
      rp: { name: "Withy" },
      user: { id: new TextEncoder().encode(owner), name, displayName: name },
      pubKeyCredParams: [{ type: "public-key", alg: -7 }, { type: "public-key", alg: -257 }],
      authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
      timeout: PATIENCE,
      extensions: { prf: { eval: { first: asked } } },
    },
  })
  if (!made?.getClientExtensionResults().prf?.enabled) return null
  const id = new Uint8Array(made.rawId)
  const secret = found(made) ?? await secretFrom(id, asked)
  return secret && { id, asked, secret }
}
