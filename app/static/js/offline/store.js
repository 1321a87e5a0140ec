// The phone's own database. Each row has an owner; what it says of a family only the vault's key can read.

const NAME = "withy"
const VERSION = 1
const SHAPES = {
  meta: { keyPath: "name" },
  slots: { keyPath: "owner" },
  pages: { keyPath: ["owner", "id"] },
  drafts: { keyPath: ["owner", "id"] },
  outbox: { keyPath: "id" },
}

let opening = null

const lay = db => {
  for (const [name, shape] of Object.entries(SHAPES)) {
    if (!db.objectStoreNames.contains(name)) db.createObjectStore(name, shape)
  }
}

// Newer code may lay the database anew at any moment: let go of it, and open it again when asked.
const letGo = db => {
  db.close()
  opening = null
}

const open = () => opening ??= new Promise((resolve, reject) => {
  const asked = indexedDB.open(NAME, VERSION)
  asked.onupgradeneeded = () => lay(asked.result)
  asked.onsuccess = () => {
    const db = asked.result
    db.onversionchange = () => letGo(db)
    db.onclose = () => { opening = null }
    resolve(db)
  }
  asked.onerror = () => {
    opening = null
    reject(asked.error)
  }
})

export const got = request => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result)
  request.onerror = () => reject(request.error)
})

// Resolves with what `work` gives once everything it wrote has reached the disk: "saved" may be said then, not before.
export const change = async (names, work) => {
  const db = await open()
  const transaction = db.transaction(names, "readwrite", { durability: "strict" })
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve
    transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error("not written"))
  })
  const working = work(...names.map(name => transaction.objectStore(name))).catch(error => {
    transaction.abort()
    throw error
  })
  const [result] = await Promise.all([working, done])
  return result
}

export const read = async (name, work) => {
  const db = await open()
  return work(db.transaction(name, "readonly").objectStore(name))
}

export const get = (name, key) => read(name, store => got(store.get(key)))
export const all = name => read(name, store => got(store.getAll()))
export const put = (name, row) => change([name], store => got(store.put(row)))
export const remove = (name, key) => change([name], store => got(store.delete(key)))
