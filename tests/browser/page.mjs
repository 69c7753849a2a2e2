// The report in a real browser, as a file: node page.mjs REPORT [CHROMIUM]
//
// Prints every claim that does not hold, and ends with 1 when there is one. Sizes and times are printed and judge nothing.
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [report, executablePath = "/usr/bin/chromium"] = process.argv.slice(2);
const address = pathToFileURL(resolve(report)).href;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WIDTHS = [360, 768, 1280];
// Between the margins of the page: A4 is 210 mm wide, and a CSS pixel is 1/96 inch.
const MARGIN_MM = 16;
const PRINTED_WIDTH = Math.floor(((210 - 2 * MARGIN_MM) / 25.4) * 96);

const problems = [];
let held = 0;
function claim(holds, words, found = "") {
  if (holds) held += 1;
  else problems.push(found === "" ? words : `${words}: ${found}`);
}

/** The text of the report as a browser without scripts shows it. */
const withoutScript = readFileSync(report, "utf8")
  .replace(/<script\b[^>]*>[^]*?<\/script>/g, "")
  .replace(/<(\/?)noscript>/g, "<$1div>");

/** A page in one state; what it asks for and what it complains of are problems. */
async function opened(browser, { width, scheme = "light", script = true }) {
  const settings = { viewport: { width, height: 900 }, colorScheme: scheme };
  const page = await (await browser.newContext(settings)).newPage();
  const state = `${width} px, ${scheme}${script ? "" : ", no script"}`;
  // axe is a script as well: where the browser runs none it would not run either, so those of the page are taken out.
  if (!script) await page.route(address, (route) => route.fulfill({ body: withoutScript, contentType: "text/html" }));
  page.on("request", (request) => {
    claim(request.url().split("#")[0] === address, `${state}: only the file itself is asked for`, request.url());
  });
  const complains = (words) => claim(false, `${state}: nothing is complained of`, words);
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complains(message.text()));
  page.on("pageerror", (error) => complains(error.message));
  await page.goto(address);
  return { page, state };
}

/** The page, or a part of it. */
async function accessible(page, state, part) {
  await page.evaluate(axe);
  const look = async ([rules, part]) => {
    const { violations } = await window.axe.run(part ?? document, { runOnly: rules, resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} at ${target.join(" ")}`));
  };
  const found = await page.evaluate(look, [RULES, part]);
  claim(found.length === 0, `${state}: axe finds nothing`, found.slice(0, 5).join("; "));
}

async function fits(page, state) {
  const [needed, given] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  claim(needed <= given, `${state}: the page does not scroll sideways`, `${needed} of ${given} px`);
}

/** Each class of a legend says how many areas it has; together they are all that the map shows. */
async function countsOfLegends(page, state) {
  const maps = await page.evaluate(() =>
    [...document.querySelectorAll("figure.map, figure.row")].map((map) => {
      const counts = [...map.querySelectorAll(".legend li:has(.swatch)")].map((line) => Number(line.textContent.match(/\((\d+)\)\s*$/)?.[1]));
      return [map.querySelectorAll("svg g use").length, counts.reduce((sum, one) => sum + one, 0)];
    }),
  );
  for (const [areas, sum] of maps) claim(areas > 0 && areas === sum, `${state}: the legend counts every area`, `${sum} of ${areas}`);
  return maps.length;
}

/** Under each map stands what the page holds of its number, and nothing where it holds nothing. */
async function patterns(page, state) {
  const maps = await page.evaluate(() => {
    const words = document.querySelector("main").dataset;
    return [...document.querySelectorAll("figure.map")].map((map) => {
      const [level, name] = [map.querySelector(".level").value, map.querySelector("figcaption b").textContent];
      const headings = [...document.querySelectorAll(`table.matrix[data-level="${level}"] thead th`)];
      const own = headings.find((one) => one.textContent === name)?.dataset ?? {};
      const kind = ["alike", "unlike", "chance"].find((one) => own[one]);
      return [map.querySelector(".pattern").textContent, kind ? words[kind] + own[kind] : ""];
    });
  });
  for (const [said, own] of maps) claim(said === own, `${state}: a map says the pattern of its number`, said);
  return maps.filter(([said]) => said !== "").length;
}

/** A map of numbers around a middle has them on two sides of it, and those as far away in classes of one rank; of how many maps. */
async function sides(page, state) {
  const maps = await page.evaluate(() => {
    const comma = (0.5).toLocaleString(document.documentElement.lang)[1];
    const number = (text) => Number(text.replace(comma === "," ? /\./g : /,/g, "").replace(comma, ".").replace(/[^\d.-]/g, ""));
    return [...document.querySelectorAll("figure.map")].flatMap((map) => {
      const [level, name] = [map.querySelector(".level").value, map.querySelector("figcaption b").textContent];
      const headings = [...document.querySelectorAll(`table.matrix[data-level="${level}"] thead th`)];
      const middle = headings.find((one) => one.textContent === name)?.dataset.middle;
      if (middle === undefined) return [];
      const areas = [...map.querySelectorAll("svg g use[class*='-']:not(.hatched, .no-data)")];
      const numbers = areas.map((use) => [...use.classList][0].split("-").concat(number(use.textContent.split(": ").at(-1)) - middle));
      return [numbers.map(([side, rank, away]) => ({ side, rank: Number(rank), away }))];
    });
  });
  for (const areas of maps) {
    claim(areas.length > 0, `${state}: a map around a middle has areas`);
    claim(areas.every(({ side, away }) => (side === "more") === away > 0), `${state}: a tint is that of its side of the middle`);
    const isOrdered = areas.every((a) => areas.every((b) => a.rank >= b.rank || Math.abs(a.away) < Math.abs(b.away)));
    claim(isOrdered, `${state}: what is farther from the middle has no lighter class, on either side`);
  }
  return maps.length;
}

/** What stands above and below a map names the areas that it shows. */
async function levels(page, state) {
  const said = await page.evaluate(() => [...document.querySelectorAll("figure.map")].map((map) =>
    [map.querySelector(".level").selectedOptions[0].textContent, map.querySelector(".level-name").textContent, map.querySelector("thead th").textContent]));
  for (const names of said) claim(new Set(names).size === 1, `${state}: a map says of which areas it is`, names.join(", "));
}

/** Every choice of every list; those of a picture in each state of its first, which is the level of a map. */
async function choices(browser) {
  const { page, state } = await opened(browser, { width: 768 });
  const found = { lists: 0, choices: 0, legends: 0, patterns: 0, sides: 0, milliseconds: 0, slowest: "none" };
  const choose = async (list, visit) => {
    const name = (await list.getAttribute("id")) ?? (await list.getAttribute("class")) ?? "a list";
    const options = await list.locator("option:not([disabled])").evaluateAll((all) => all.map((one) => one.value));
    for (const [place, value] of options.entries()) {
      const choice = `${name} = ${value}`;
      const milliseconds = await list.evaluate((own, chosen) => {
        const begin = performance.now();
        own.value = chosen;
        own.dispatchEvent(new Event("change", { bubbles: true }));
        document.body.getBoundingClientRect();
        return performance.now() - begin;
      }, value);
      found.choices += 1;
      if (milliseconds > found.milliseconds) Object.assign(found, { milliseconds, slowest: choice });
      found.legends += await countsOfLegends(page, `${state}, ${choice}`);
      found.patterns += await patterns(page, `${state}, ${choice}`);
      found.sides += await sides(page, `${state}, ${choice}`);
      await levels(page, `${state}, ${choice}`);
      if (visit) await visit();
      if (place !== 0 && place !== options.length - 1) continue;
      // A choice changes nothing outside its picture or its section.
      await accessible(page, `${state}, ${choice}`, await list.evaluateHandle((own) => own.closest("figure, section")));
      await fits(page, `${state}, ${choice}`);
    }
  };
  // A choice may hide another list: each is found again by its number.
  const pictures = await page.evaluate(() => {
    const lists = [...document.querySelectorAll("main select")].filter((one) => one.checkVisibility());
    lists.forEach((one, number) => (one.dataset.list = number));
    return Object.values(Object.groupBy(lists.map((_, number) => number), (number) => {
      const picture = lists[number].closest("figure");
      return picture ? [...document.querySelectorAll("figure")].indexOf(picture) : `list ${number}`;
    }));
  });
  const list = (number) => page.locator(`[data-list="${number}"]`);
  for (const [first, ...others] of pictures) {
    found.lists += 1 + others.length;
    await choose(list(first), async () => {
      for (const other of others) await choose(list(other));
    });
  }
  console.log(`lists: ${found.choices} choices of ${found.lists} lists, ${found.legends} legends added up, ${found.patterns} patterns, ${found.sides} maps around a middle`);
  claim(found.patterns > 0, `${state}: a pattern is said of some map`);
  claim(found.sides > 0, `${state}: some map is drawn around a middle`);
  console.log(`slowest choice: ${found.milliseconds.toFixed(0)} ms (goal 100), ${found.slowest}`);
}

/** With everything open that can be opened, so that it is looked at too. */
const open = (page) => page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));

/** Tab stops at every link and control that is seen, and shows where it is. */
async function keyboard(browser, width) {
  const { page, state } = await opened(browser, { width });
  const reachable = await page.evaluate(() => {
    const all = document.querySelectorAll("a[href], button, select, input, textarea, summary, [tabindex]");
    const isOpen = (one) => one.checkVisibility() && one.tabIndex >= 0 && !one.disabled;
    const open = [...all].filter(isOpen);
    open.forEach((one, place) => (one.dataset.stop = place));
    return open.length;
  });
  const stops = new Set();
  for (let press = 0; press < 2 * reachable + 5 && stops.size < reachable; press += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const own = document.activeElement;
      if (!own?.dataset?.stop) return null;
      const { outlineStyle, outlineWidth, boxShadow, stroke, strokeWidth } = getComputedStyle(own);
      const isRinged = outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
      const isStroked = own instanceof SVGElement && stroke !== "none" && parseFloat(strokeWidth) >= 1;
      return { place: own.dataset.stop, name: own.outerHTML.slice(0, 80), seen: isRinged || isStroked || boxShadow !== "none" };
    });
    if (stop === null) continue;
    if (!stops.has(stop.place)) claim(stop.seen, `${state}: focus is seen`, stop.name);
    stops.add(stop.place);
  }
  const missed = await page.evaluate((found) => {
    const all = [...document.querySelectorAll("[data-stop]")].filter((one) => !found.includes(one.dataset.stop));
    return all.map((one) => one.outerHTML.slice(0, 80));
  }, [...stops]);
  claim(missed.length === 0, `${state}: Tab reaches every link and control`, missed.slice(0, 5).join("; "));
  console.log(`keyboard: ${stops.size} stops at ${width} px`);
}

const pagesOf = (pdf) => pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;

/** On A4, no text is cut off, and each wijk has a page. */
async function printed(browser) {
  const { page, state } = await opened(browser, { width: PRINTED_WIDTH });
  await page.emulateMedia({ media: "print" });
  await fits(page, `${state}, print`);
  const cut = await page.evaluate(() => {
    const isCut = (one) => {
      const { overflowX } = getComputedStyle(one);
      return overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1 && one.textContent.trim() !== "";
    };
    return [...document.querySelectorAll("body *")].filter(isCut).map((one) => one.outerHTML.slice(0, 80));
  });
  claim(cut.length === 0, `${state}, print: no text is cut off`, cut.slice(0, 5).join("; "));
  const a4 = { format: "A4", preferCSSPageSize: true };
  const pages = pagesOf(await page.pdf(a4));
  claim(pages > 0, "the report prints");
  const wijken = await page.locator("article.wijk").count();
  // All but one is taken away: what does not fit its page then makes a second.
  for (let place = 0; place < wijken; place += 1) {
    await page.evaluate((own) => {
      document.querySelectorAll("[data-away]").forEach((one) => one.style.removeProperty("display"));
      for (let inner = document.querySelectorAll("article.wijk")[own]; inner !== document.body; inner = inner.parentElement) {
        for (const other of inner.parentElement.children) {
          if (other === inner) continue;
          other.dataset.away = "";
          other.style.setProperty("display", "none", "important");
        }
      }
    }, place);
    const own = pagesOf(await page.pdf(a4));
    claim(own === 1, `wijk ${place + 1} prints on one A4`, `${own} pages`);
  }
  console.log(`print: ${pages} pages, ${wijken} wijken on a page each`);
}

async function figures(browser) {
  const { page } = await opened(browser, { width: 1280 });
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content");
  claim(policy?.startsWith("default-src 'none';"), "the page forbids every request", policy ?? "no policy");
  await page.waitForFunction(() => performance.getEntriesByType("navigation")[0].loadEventEnd > 0);
  const load = await page.evaluate(() => performance.getEntriesByType("navigation")[0].loadEventEnd);
  console.log(`file: ${(statSync(report).size / 1e6).toFixed(2)} MB (goal 0.5), load event after ${(load / 1e3).toFixed(2)} s (goal 1.0)`);
}

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
await figures(browser);
const first = [];
for (const width of WIDTHS) {
  for (const scheme of ["light", "dark"]) {
    for (const script of [true, false]) {
      const { page, state } = await opened(browser, { width, scheme, script });
      if (script) await open(page);
      await fits(page, state);
      // axe takes longest: it looks at half of the states, in which every two of width, scheme and script meet.
      if ((scheme === "light") === (script === (width !== WIDTHS[1]))) await accessible(page, state);
      first.push((await page.locator(".pattern").allTextContents()).join("\n"));
      claim(first.at(-1) === first[0], `${state}: the maps say of a pattern what they say elsewhere`, first.at(-1));
      await page.context().close();
    }
  }
  await keyboard(browser, width);
}
await choices(browser);
await printed(browser);
await browser.close();

for (const problem of problems) console.log(`DOES NOT HOLD ${problem}`);
console.log(`${held} claims hold, ${problems.length} do not`);
process.exit(problems.length === 0 ? 0 : 1);
