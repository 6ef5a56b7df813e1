/* Remembers the switch for code from page to page, copies the link to a finding, sorts tables,
   names what scrolls.
   Without it the switch works on its page, the link as a link, and tables keep their order. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const key = "show-code";
  const box = document.getElementById(key);
  if (box) {
    box.checked = sessionStorage.getItem(key) === "on";
    box.addEventListener("change", () => sessionStorage.setItem(key, box.checked ? "on" : "off"));
  }
  for (const link of document.querySelectorAll("a.finding-link")) {
    link.addEventListener("click", async () => {
      if (!navigator.clipboard) return;
      await navigator.clipboard.writeText(link.href);
      link.dataset.copied = "";
      setTimeout(() => delete link.dataset.copied, 2000);
    });
  }
  document.querySelectorAll("table.sortable").forEach(makeSortable);
  window.addEventListener("load", nameScrolling);
});

/* By then the theme has made stops for the Tab key of all that scrolls; a stop needs a name. */
function nameScrolling() {
  document.querySelectorAll("article :is(div, pre)[tabindex='0']:not([role])").forEach((box, number) => {
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", `Scrolls, ${number + 1}`);
  });
}

function makeSortable(table) {
  const body = table.tBodies[0];
  table.querySelectorAll("thead th").forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      table.querySelectorAll("thead th").forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const way = down ? -1 : 1;
      body.append(...[...body.rows].sort((one, other) => compare(one, other, column, way)));
    });
  });
}

/* Empty cells come last, whichever way. */
function compare(one, other, column, way) {
  const [left, right] = [one, other].map((row) => {
    const cell = row.cells[column];
    return cell.querySelector("[data-sort]")?.dataset.sort ?? cell.textContent.trim();
  });
  if (!left || !right) return Number(!left) - Number(!right);
  return way * left.localeCompare(right, "en", { numeric: true });
}
