// Neither finger nor words: the pages kept here are of no more use and go; what waits to be sent stays, sealed.
import { forgetPages } from "./pages.js"
import { get, remove } from "./store.js"

document.querySelector("[data-anew]").addEventListener("click", async () => {
  const phone = await get("meta", "phone")
  if (phone) {
    await forgetPages(phone.owner)
    await remove("slots", phone.owner)
    await remove("meta", "phone")
  }
  localStorage.removeItem("phone")
  location.replace("/phone/set-up")
})
