// The form for what people know, in a real browser: node form.mjs FORM SAVED [CHROMIUM]
//
// Two people in two roles fill in one line each, by keyboard only, and save. Both files go behind each other into SAVED. Prints
// every claim that does not hold, and ends with 1 when there is one.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [form, saved, executablePath = "/usr/bin/chromium"] = process.argv.slice(2);
const address = pathToFileURL(resolve(form)).href;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const problems = [];
let held = 0;
function claim(holds, words, found = "") {
  if (holds) held += 1;
  else problems.push(found === "" ? words : `${words}: ${found}`);
}

async function opened(browser, settings) {
  const page = await (await browser.newContext({ bypassCSP: true, ...settings })).newPage();
  page.on("request", (request) => claim(request.url() === address || request.url().startsWith("blob:"), "only the form itself is asked for", request.url()));
  page.on("pageerror", (error) => claim(false, "nothing is complained of", error.message));
  await page.goto(address);
  return page;
}

async function looks(browser, width, colorScheme) {
  const page = await opened(browser, { viewport: { width, height: 900 }, colorScheme });
  const state = `${width} px, ${colorScheme}`;
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
    return violations.map(({ id }) => id);
  });
  claim(found.length === 0, `${state}: axe finds nothing`, found.join(", "));
  const [needed, given] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  claim(needed <= given, `${state}: the form does not scroll sideways`, `${needed} of ${given} px`);
  await page.context().close();
}

/** What is saved when somebody in a role fills in the first line, with the keyboard alone. */
async function filled(browser, role) {
  const page = await opened(browser, {});
  await page.keyboard.press("Tab");
  await page.keyboard.type(role);
  await page.keyboard.press("Enter");
  const said = await page.locator("#said").textContent();
  claim(said !== "", "an empty form says that there is nothing to save");
  // Area, theme, how many problems, how sure: the first choice of each but the empty one.
  for (let place = 0; place < 4; place++) {
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowDown");
  }
  const download = page.waitForEvent("download");
  await page.locator("#role").focus();
  await page.keyboard.press("Enter");
  const file = await download;
  claim(file.suggestedFilename() === "signals.csv", "the file is called signals.csv", file.suggestedFilename());
  const text = readFileSync(await file.path(), "utf8");
  const lines = text.replace("\ufeff", "").trimEnd().split("\r\n");
  claim(lines.length === 2, "one line is saved, under the names of the columns", text);
  claim(lines[1]?.includes(`"${role}"`), "the role stands in it", lines[1]);
  await page.context().close();
  return lines;
}

async function printed(browser) {
  const page = await opened(browser, {});
  const pdf = await page.pdf({ format: "A4" });
  const pages = pdf.toString("latin1").match(/\/Type\s*\/Page[^s]/g)?.length;
  claim(pages === 1, "the form prints on one A4", `${pages} pages`);
}

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
for (const width of [360, 1280]) {
  for (const scheme of ["light", "dark"]) await looks(browser, width, scheme);
}
const [head, first] = await filled(browser, "huisarts");
const [, second] = await filled(browser, "wijkagent");
writeFileSync(saved, `${[head, first, second].join("\r\n")}\r\n`);
await printed(browser);
await browser.close();

for (const problem of problems) console.log(`DOES NOT HOLD ${problem}`);
console.log(`${held} claims hold, ${problems.length} do not`);
process.exit(problems.length === 0 ? 0 : 1);
