// A notice is copied with one click. Without a script the text is marked by hand.
document.documentElement.classList.add("has-script");
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  const source = button && document.getElementById(button.dataset.copy);
  if (!source || !navigator.clipboard) {
    return;
  }
  try {
    await navigator.clipboard.writeText(source.textContent);
    document.getElementById(button.dataset.told).textContent = button.dataset.done;
  } catch {
    // The browser forbids it: the text is still there to be marked.
  }
});
