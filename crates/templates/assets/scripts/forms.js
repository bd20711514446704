// Questions that count only with some answer to another one are asked only
// then, from the first answer on: hiding them while the page loads would move
// what is being read. Without a script they are all asked, and their hints say
// when they count.
{
  for (const form of document.querySelectorAll("form")) {
    const dependent = [...form.querySelectorAll("[data-when]")];
    if (dependent.length === 0) {
      continue;
    }
    const answers = (name) =>
      [...form.elements]
        .filter((it) => it.name === name && !it.closest("[data-when][hidden]"))
        .filter((it) => (it.type !== "radio" && it.type !== "checkbox") || it.checked)
        .map((it) => it.value);
    const ask = () => {
      for (const group of dependent) {
        const wanted = group.dataset.values.split(" ");
        group.hidden = !answers(group.dataset.when).some((it) => wanted.includes(it));
      }
    };
    form.addEventListener("change", ask);
  }

  // What was typed wrong, or what would follow, is where the reader goes on.
  const news = document.getElementById("faults") || document.getElementById("foresight");
  if (news) {
    news.focus();
  }
}
