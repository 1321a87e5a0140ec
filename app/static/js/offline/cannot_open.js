// Neither finger nor words: a new sign-in gives back what opens the vault, and new words are made for it.
document.querySelector("[data-anew]").addEventListener("click", () => location.assign("/phone/set-up"))
