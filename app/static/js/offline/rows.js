// Without a signal a form grows a row by itself: the last one again, empty, under the next number.

const NUMBER = /^([a-z]+)-(\d+)-/

const renumber = (part, list, from, to) => {
  for (const one of [part, ...part.querySelectorAll("*")]) {
    for (const { name, value } of [...one.attributes]) {
      if (value.includes(`${list}-${from}-`)) one.setAttribute(name, value.replaceAll(`${list}-${from}-`, `${list}-${to}-`))
    }
  }
}

const empty = part => {
  for (const box of part.querySelectorAll("input, textarea, select")) {
    if (box.type === "checkbox" || box.type === "radio") box.checked = box.defaultChecked
    else if (box.tagName === "SELECT") box.selectedIndex = 0
    else if (box.type !== "hidden") box.value = ""
  }
}

// The part of the form that one row of a list fills.
export const rowsOf = (form, list) => {
  const found = new Map()
  for (const box of form.elements) {
    const [, name, number] = NUMBER.exec(box.name) ?? []
    if (name === list) found.set(Number(number), box.closest("details.card, .promise, .quote"))
  }
  return found
}

// As many rows as these boxes speak of, so that each finds its place again.
export const growFor = (form, names) => {
  for (const button of form.querySelectorAll("button[name=add]")) {
    const numbers = names.map(name => NUMBER.exec(name)).filter(found => found?.[1] === button.value).map(found => Number(found[2]))
    while (button.isConnected && Math.max(...rowsOf(form, button.value).keys()) < Math.max(-1, ...numbers)) addRow(button)
  }
}

export const addRow = button => {
  const rows = rowsOf(button.form, button.value)
  const last = Math.max(...rows.keys())
  const row = rows.get(last).cloneNode(true)
  renumber(row, button.value, last, last + 1)
  empty(row)
  // The button goes along to the end of the list, where it stands inside the last row.
  const inside = rows.get(last).contains(button)
  rows.get(last).after(row)
  if (inside) {
    row.querySelector("button[name=add]")?.remove()
    row.append(button)
  }
  row.querySelector("input:not([type=hidden]), textarea")?.focus()
}
