// Sorts and filters tables; without it the pages hold the same, in the order of the inbox.
"use strict";
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const value = (row, column) => row.cells[column].textContent.trim();
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...body.rows].sort((a, b) => {
        const [x, y] = [value(a, column), value(b, column)];
        const [n, m] = [parseFloat(x), parseFloat(y)];
        const numeric = !Number.isNaN(n) && !Number.isNaN(m);
        return numeric ? n - m : x.localeCompare(y);
      });
      body.append(...(down ? rows.reverse() : rows));
    });
  });
}
for (const table of document.querySelectorAll("table.findable")) {
  const label = document.createElement("label");
  const input = document.createElement("input");
  label.className = "find";
  label.append("Find a student ", input);
  input.type = "search";
  table.closest(".scroll").before(label);
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    for (const row of table.tBodies[0].rows) {
      row.hidden = !row.cells[0].textContent.toLowerCase().includes(wanted);
    }
  });
}
