/* Remembers the switch for code from page to page, and copies the link to a finding.
   Without it both still work: the switch on its page, the link as a link. */
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
});
