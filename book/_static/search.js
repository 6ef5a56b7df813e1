/* Finds sentences, findings, people and pages while somebody types, in the theme's dialog and on the
   search page. The index is a script, loaded on first use, for a page on the disk may read no file.
   A few hundred entries are quicker read through than looked up. */
"use strict";

(() => {
  const ROOT = new URL("..", document.currentScript.src);
  const KINDS = {
    sentences: ["sentence", "sentences"],
    findings: ["finding", "findings"],
    people: ["person who speaks", "people who speak"],
    pages: ["passage of a page", "passages of pages"],
  };
  const FIRST = 10; // so many of a kind, until all are asked for
  const LONG = 240; // characters of a passage; sentences and findings are shown whole
  const PLAIN = { đ: "d", "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "\u00a0": " " };

  // One character without case and accents; what only marks another becomes nothing.
  const fold = (character) => {
    const small = character.toLowerCase();
    if (small < "\x80") return small;
    return PLAIN[small] ?? small.normalize("NFD").replace(/[\p{M}\p{Cf}]/gu, "");
  };
  const folded = (text) => Array.from(text, fold).join("");

  let loaded;
  const load = () => {
    loaded ??= new Promise((done, failed) => {
      const style = element("link", "", { rel: "stylesheet", href: new URL("_static/search.css", ROOT) });
      const script = element("script", "", { src: new URL("_static/search-index.js", ROOT) });
      script.addEventListener("load", () => done(Object.entries(searchIndex).flatMap(unpack)));
      script.addEventListener("error", failed);
      document.head.append(style, script);
    });
    return loaded;
  };

  function unpack([kind, groups]) {
    return groups.flatMap(([about, page, entries]) =>
      entries.map(([anchor, words, heading]) => {
        const title = heading ? `${about}: ${heading}` : about;
        const href = new URL(`${page}#${anchor}`, ROOT);
        return { kind, title, words, href, inTitle: folded(title), inWords: folded(words) };
      }),
    );
  }

  /* Words match from their beginning, phrases in quotes whole; Chinese has no spaces to begin after. */
  function pattern(words, whole) {
    const ours = /^[\p{L}\p{N}]/u.test(words) && !/^\p{Script=Han}/u.test(words);
    const ends = whole && /[\p{L}\p{N}]$/u.test(words) && !/\p{Script=Han}$/u.test(words);
    const said = words.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&").replace(/\s+/g, "\\s+");
    return (ours ? "(?<![\\p{L}\\p{N}])" : "") + said + (ends ? "(?![\\p{L}\\p{N}])" : "");
  }

  function patterns(query) {
    return [...folded(query).matchAll(/"([^"]*)("?)|[^\s"]+/g)]
      .map(([all, phrase, closed]) => {
        const words = phrase ?? all.replace(/^[^\p{L}\p{N}$]+|[^\p{L}\p{N}%]+$/gu, "");
        return words.trim() && pattern(words.trim(), Boolean(closed));
      })
      .filter(Boolean);
  }

  /* All words must be there. Who speaks, and when, may narrow a search, but finds no sentence alone. */
  function find(entries, wanted) {
    const tests = wanted.map((one) => new RegExp(one, "u"));
    return entries.filter(({ kind, inTitle, inWords }) => {
      const titled = kind === "people" || kind === "pages";
      const hit = (test) => test.test(inWords) || test.test(inTitle);
      return tests.every(hit) && (titled || tests.some((test) => test.test(inWords)));
    });
  }

  function element(tag, content, given = {}) {
    const made = Object.assign(document.createElement(tag), given);
    made.append(...[content].flat());
    return made;
  }

  /* The text with what was found marked; of what is longer than `most`, the part around the first. */
  function marked(text, wanted, most = Infinity) {
    const characters = Array.from(text);
    const places = characters.flatMap((one, at) => Array(fold(one).length).fill(at));
    const hits = [...folded(text).matchAll(new RegExp(wanted.join("|"), "gu"))].map((hit) => [
      places[hit.index],
      places[hit.index + hit[0].length - 1] + 1,
    ]);
    let [from, to] = [0, characters.length];
    if (to > most) {
      const before = (hits[0]?.[0] ?? 0) - most / 3;
      from = before > 0 ? characters.lastIndexOf(" ", before) + 1 : 0;
      const space = characters.indexOf(" ", from + most);
      if (space > 0) to = space;
    }
    const parts = [from ? "… " : ""];
    let at = from;
    for (const [start, end] of hits) {
      if (end > to) break;
      parts.push(characters.slice(at, start).join(""));
      parts.push(element("mark", characters.slice(start, end).join("")));
      at = end;
    }
    return [...parts, characters.slice(at, to).join(""), to < characters.length ? " …" : ""];
  }

  function item(entry, wanted) {
    const title = element("span", marked(entry.title, wanted), { className: "search-title" });
    const most = entry.kind === "pages" ? LONG : Infinity;
    const words = element("span", marked(entry.words, wanted, most), { className: "search-words" });
    return element("li", element("a", [title, words], { href: entry.href }));
  }

  const counted = ([kind, own]) => `${own.length} ${KINDS[kind][Number(own.length > 1)]}`;

  function list(group, wanted) {
    const [, own] = group;
    const items = element("ol", own.slice(0, FIRST).map((entry) => item(entry, wanted)));
    const parts = [element("h2", counted(group)), items];
    if (own.length <= FIRST) return parts;
    const more = element("button", `Show all ${own.length}`, { type: "button" });
    more.addEventListener("click", () => {
      items.append(...own.slice(FIRST).map((entry) => item(entry, wanted)));
      items.children[FIRST].firstChild.focus();
      more.remove();
    });
    return [...parts, more];
  }

  function address(query) {
    const here = new URL(location);
    if (query) here.searchParams.set("q", query);
    else here.searchParams.delete("q");
    try {
      history.replaceState(history.state, "", here);
    } catch {
      // Some browsers refuse on the disk, or when asked too often; the results are not less true.
    }
  }

  /* Let one form search as somebody types; returns what shows the results of its words. */
  function connect(form) {
    const input = form.querySelector("input[name=q]");
    const said = element("p", "", { role: "status", className: "search-said" });
    const results = element("div", "", { className: "search-found" });
    form.after(element("div", [said, results], { className: "search-results" }));
    // The theme takes what the Enter key does here for a click outside, and closes the dialog.
    results.addEventListener("click", (event) => event.stopPropagation());
    const show = async () => {
      const query = input.value.trim();
      const wanted = patterns(query);
      address(query);
      const entries = await load().catch(() => null);
      if (query !== input.value.trim()) return;
      const found = entries && wanted.length ? find(entries, wanted) : [];
      const groups = Object.keys(KINDS)
        .map((kind) => [kind, found.filter((entry) => entry.kind === kind)])
        .filter(([, own]) => own.length);
      results.replaceChildren(...groups.flatMap((group) => list(group, wanted)));
      if (!entries) said.textContent = "The index of the search could not be loaded.";
      else if (!wanted.length) said.textContent = "";
      else if (found.length) said.textContent = `Found ${groups.map(counted).join(", ")}.`;
      else said.textContent = `Nothing has “${query}”. Try fewer words, or the beginning of one.`;
    };
    let waiting;
    input.addEventListener("focus", load, { once: true });
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(show, 120);
    });
    return { input, show };
  }

  document.addEventListener("DOMContentLoaded", () => {
    const dialog = document.getElementById("pst-search-dialog");
    const query = new URLSearchParams(location.search).get("q");
    const own = document.querySelector(".bd-search-container form"); // of the search page
    const { input, show } = connect(own ?? dialog.querySelector("form"));
    if (query) {
      input.value = query;
      show();
    }
    if (own) input.focus();
    else if (query) dialog.showModal();
    dialog.setAttribute("aria-label", "Search");
    dialog.addEventListener("close", () => address(""));
    window.addEventListener("hashchange", () => dialog.close());
  });
})();
