"use strict";
(() => {
  const language = document.documentElement.lang;
  const words = document.querySelector("main").dataset;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const first = (selector, within = document) => within.querySelector(selector);
  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  // A number as the page writes it: 1.234,5 in Dutch, 1,234.5 in English.
  const comma = (0.5).toLocaleString(language)[1];
  const number = (text) => {
    const digits = text.match(/-?[\d.,]*\d/);
    if (!digits) return null;
    const plain = digits[0].split(comma).map((part) => part.replace(/[.,]/g, ""));
    return Number(plain.join("."));
  };
  const rows = (table) => all("tr", table.tBodies[0]);

  // Tables: sorted by a click on a heading, and saved as CSV.
  const value = (cell) => (cell.classList.contains("hidden") ? null : number(cell.textContent));
  const sort = (table, column, button) => {
    const heading = button.parentElement;
    const down = heading.getAttribute("aria-sort") !== "descending";
    all("th[aria-sort]", table).forEach((one) => one.removeAttribute("aria-sort"));
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    const key = (row) => value(row.cells[column]);
    const text = (row) => row.cells[column].textContent;
    const order = (a, b) => {
      const [x, y] = [key(a), key(b)];
      if (column === 0 || (x === null && y === null)) return text(b).localeCompare(text(a), language);
      return x === null ? -1 : y === null ? 1 : x - y;
    };
    const sorted = rows(table).sort((a, b) => (down ? order(b, a) : order(a, b)));
    table.tBodies[0].append(...sorted);
  };
  const csv = (table) => {
    const quoted = (cell) => `"${cell.textContent.trim().replaceAll('"', '""')}"`;
    return all("tr", table).map((row) => [...row.cells].map(quoted).join(";")).join("\r\n");
  };
  const save = (name, text) => {
    const link = make("a", {
      href: URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" })),
      download: `${name}.csv`,
    });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const equip = (table) => {
    all("thead th", table).forEach((heading, column) => {
      const button = make("button", { className: "sort", type: "button" });
      button.append(...heading.childNodes);
      button.onclick = () => sort(table, column, button);
      heading.append(button);
    });
    const button = make("button", { className: "save", type: "button", textContent: "CSV" });
    const name = table.caption.textContent.trim();
    button.setAttribute("aria-label", `${words.save}: ${name}`);
    button.onclick = () => save(name, csv(table));
    (table.closest(".scroll") ?? table).after(button);
  };
  all("main table:not(.beside)").forEach(equip);

  // Maps: the tables of areas and indicators are their data; the last line of a table is that of the gemeente.
  const levels = new Map();
  const pattern = (own) => ["alike", "unlike", "chance"].map((one) => (own[one] ? words[one] + own[one] : "")).join("");
  const read = (table, id, lines) => {
    if (!lines.length) return;
    if (!levels.has(id)) levels.set(id, { names: lines.map((row) => row.cells[0].textContent), indicators: [] });
    all("thead th", table).forEach((heading, column) => {
      const cells = lines.map((row) => row.cells[column]);
      const values = cells.map(value);
      if (column === 0 || values.every((one) => one === null)) return;
      const { source = "", middle = "", row } = heading.dataset;
      levels.get(id).indicators.push({
        name: heading.textContent, group: table.dataset.group, source, row, middle: number(middle),
        pattern: id === "gemeente" ? "" : pattern(heading.dataset), texts: cells.map((cell) => cell.textContent), values,
      });
    });
  };
  all("table.matrix").forEach((table) => {
    read(table, table.dataset.level, rows(table));
    read(table, "gemeente", all("tfoot tr", table));
  });

  const parts = (classes, at) => Array.from({ length: classes - 1 }, (_, k) => at((k + 1) / classes));
  const breaks = {
    // The class of a value is the number of breaks below it.
    quantile: (sorted, classes) => parts(classes, (part) => {
      const place = part * (sorted.length - 1), low = Math.floor(place);
      return sorted[low] + (place - low) * ((sorted[low + 1] ?? sorted[low]) - sorted[low]);
    }),
    equal: (sorted, classes) => parts(classes, (part) => sorted[0] + part * (sorted.at(-1) - sorted[0])),
    // Fisher's exact classes: least squares within.
    jenks: (sorted, classes) => {
      const n = sorted.length, sum = [0], square = [0];
      sorted.forEach((x, i) => { sum.push(sum[i] + x); square.push(square[i] + x * x); });
      const within = (i, j) => square[j] - square[i] - (sum[j] - sum[i]) ** 2 / (j - i);
      let cost = Array.from({ length: n + 1 }, (_, j) => (j ? within(0, j) : 0));
      const cuts = [];
      for (let k = 1; k < classes; k++) {
        const next = [], cut = [];
        for (let j = 0; j <= n; j++) {
          next[j] = Infinity;
          for (let i = k; i < j; i++) {
            const total = cost[i] + within(i, j);
            if (total < next[j]) [next[j], cut[j]] = [total, i];
          }
        }
        cost = next;
        cuts.push(cut);
      }
      const found = [];
      for (let k = cuts.length - 1, j = n; k >= 0; k--) { j = cuts[k][j]; found.unshift(sorted[j - 1]); }
      return found;
    },
  };
  // The class of each value. Around a middle its distance has one of three, on either side.
  const classesOf = ({ values, texts, middle }, method, typed) => {
    const [away, count] = middle === null ? [(one) => one, 5] : [(one) => Math.abs(one - middle), 3];
    const ordered = (list) => list.sort((a, b) => a - b);
    const bounds = method === "manual"
      ? ordered([...new Set(typed.map(away))]).slice(0, count - 1)
      : breaks[method](ordered(values.filter((one) => one !== null).map(away)), count);
    return values.map((one, i) => {
      if (one === null) return texts[i] === words.hidden ? "hatched" : "no-data";
      const place = bounds.filter((bound) => away(one) > bound).length;
      return middle === null ? `k${place}` : `${one > middle ? "more" : "less"}-${place + 1}`;
    });
  };
  const tints = "k0 k1 k2 k3 k4 less-3 less-2 less-1 more-1 more-2 more-3 hatched no-data".split(" ");
  const explain = (figure, classes, { values, texts, middle }) => {
    const lines = tints.flatMap((tint) => {
      const members = [...classes.keys()].filter((i) => classes[i] === tint).sort((a, b) => values[a] - values[b]);
      if (!members.length) return [];
      const [low, high] = [members[0], members.at(-1)].map((i) => texts[i]);
      const side = { l: "▼ ", m: "▲ " }[tint[0]] ?? "";
      const text = `${side}${low === high ? low : `${low} – ${high}`} (${members.length})`;
      return make("li", {}, make("span", { className: `swatch ${tint}` }), text);
    });
    if (middle !== null) lines.push(make("li", {}, `▼ ${words.below} ${middle}, ▲ ${words.above} ${middle}`));
    first(".legend", figure).replaceChildren(...lines);
  };
  // The shapes stay while their areas do: only their classes and texts change.
  const paint = (group, id, classes, said, isSmall) => {
    if (group.dataset.level !== id) {
      group.dataset.level = id;
      group.replaceChildren(...classes.map((_, i) => {
        const [use, title] = ["use", "title"].map((name) => document.createElementNS(group.namespaceURI, name));
        const own = isSmall ? {} : { role: "img", tabindex: i ? -1 : 0 };
        for (const [name, text] of Object.entries({ href: `#${id}-${i}`, ...own })) use.setAttribute(name, text);
        use.append(title);
        return use;
      }));
    }
    [...group.children].forEach((use, i) => {
      use.setAttribute("class", classes[i]);
      use.firstChild.textContent = said[i];
    });
  };

  const figures = all("figure.map");
  const draw = (figure) => {
    const select = first(".level", figure), id = select.value, { names, indicators } = levels.get(id);
    const chosen = indicators[first(".indicator", figure).value] ?? indicators[0];
    const method = first(".method", figure).value;
    const manual = first(".manual", figure);
    manual.parentElement.hidden = method !== "manual";
    const typed = manual.value.split(/[;\s]+/).map(number).filter((one) => one !== null);
    const classes = classesOf(chosen, method, typed);
    paint(first("g", figure), id, classes, names.map((name, i) => `${name}: ${chosen.texts[i]}`));
    explain(figure, classes, chosen);
    const level = select.selectedOptions[0].textContent;
    const said = {
      "figcaption b": chosen.name, ".source": chosen.source, ".pattern": chosen.pattern, caption: chosen.name,
      ".level-name": level, "thead button": level, output: "",
    };
    for (const place in said) first(place, figure).textContent = said[place];
    first("tbody", figure).replaceChildren(...names.map((name, i) => make("tr", {},
      make("th", { scope: "row", textContent: name }),
      make("td", { className: chosen.values[i] === null ? "hidden" : "", textContent: chosen.texts[i] }))));
  };
  const fill = (figure, keep) => {
    const level = levels.get(first(".level", figure).value);
    const select = first(".indicator", figure);
    const groups = new Map();
    level.indicators.forEach((one, i) => {
      if (!groups.has(one.group)) groups.set(one.group, make("optgroup", { label: one.group }));
      groups.get(one.group).append(make("option", { value: i, textContent: one.name }));
    });
    select.replaceChildren(...groups.values());
    select.value = Math.max(level.indicators.findIndex((one) => one.name === keep), 0);
  };
  const point = (use) => {
    const same = `use[href="${use.getAttribute("href")}"]`;
    all(".pointed").forEach((one) => one.classList.remove("pointed"));
    all(`figure ${same}`).forEach((one) => one.classList.add("pointed"));
    all("output").forEach((output) => {
      const figure = output.parentElement;
      output.textContent = (figure.contains(use) ? use : first(same, figure))?.textContent ?? "";
    });
  };
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const walk = (event) => {
    const step = steps[event.key], from = event.target;
    if (!step || from.localName !== "use") return;
    event.preventDefault();
    const middle = (one) => { const box = one.getBBox(); return [box.x + box.width / 2, box.y + box.height / 2]; };
    const [x, y] = middle(from);
    let best = null, least = Infinity;
    for (const one of all("use", from.parentElement)) {
      const [dx, dy] = middle(one).map((at, axis) => at - [x, y][axis]);
      const along = dx * step[0] + dy * step[1], aside = Math.abs(dx * step[1]) + Math.abs(dy * step[0]);
      if (along > 0 && along + 2 * aside < least) [best, least] = [one, along + 2 * aside];
    }
    if (!best) return;
    from.setAttribute("tabindex", "-1");
    best.setAttribute("tabindex", "0");
    best.focus();
  };
  const equipped = (figure) => {
    all("[hidden]", figure).forEach((one) => { one.hidden = false; });
    for (const event of ["pointerover", "focusin"]) {
      figure.addEventListener(event, ({ target }) => target.localName === "use" && point(target));
    }
  };
  figures.forEach((figure) => {
    equipped(figure);
    fill(figure, "");
    first(".level", figure).onchange = () => {
      fill(figure, first("figcaption b", figure).textContent);
      draw(figure);
    };
    all(".indicator, .method", figure).forEach((one) => { one.onchange = () => draw(figure); });
    first(".manual", figure).oninput = () => draw(figure);
    figure.addEventListener("keydown", walk);
    draw(figure);
  });

  // Small maps: all of a row in one scale.
  all("figure.row").forEach((figure) => {
    equipped(figure);
    const select = first("select", figure), small = first(".small", figure);
    const drawRow = () => {
      const { names, indicators } = levels.get("wijk");
      const chosen = indicators.filter((one) => one.row === select.value);
      const of = (part) => chosen.flatMap((one) => one[part]);
      const together = { values: of("values"), texts: of("texts"), middle: null };
      const classes = classesOf(together, "quantile");
      explain(figure, classes, together);
      small.replaceChildren(...chosen.map((one, place) => {
        const map = small.firstElementChild.cloneNode(true);
        first("b", map).textContent = one.name;
        const own = classes.slice(place * names.length, (place + 1) * names.length);
        paint(first("g", map), "wijk", own, names.map((name, i) => `${one.name}, ${name}: ${one.texts[i]}`), true);
        return map;
      }));
    };
    select.onchange = drawRow;
    drawRow();
  });

  // Search: an area by the begin of a word of its name.
  const search = document.getElementById("search");
  if (search) {
    search.closest(".search").hidden = false;
    const names = [...levels.values()].flatMap((level) => level.names);
    search.list.append(...names.map((value) => make("option", { value })));
    search.onchange = () => {
      const wanted = search.value.trim().toLocaleLowerCase(language);
      const is = (name) => name.toLocaleLowerCase(language) === wanted;
      for (const figure of figures) {
        const found = all("use", first("svg g", figure)).find((use) => is(use.textContent.split(": ")[0]));
        if (found) return found.focus();
      }
      all("article.wijk h3").find((one) => is(one.firstChild.textContent.trim()))?.scrollIntoView();
    };
  }
})();
