// How long the tabs of a dashboard take to be on the screen of a real browser: screen.cjs URL TOKEN DASHBOARD LAST ROUNDS PAGE...
// Each round has a date range of its own, 30 days until LAST and so many days before it, so nothing is answered from kept results. A line of JSON for each measurement:
// `load` is a new load of the tab's address, until everything in sight is drawn, and `switch` a click on the tab in the dashboard that is open.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const driver = join(__dirname, '../artifacts/bin/Weir.EndToEnd/release/.playwright/package');
const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path && existsSync(path));
if (!existsSync(driver) || !executablePath) {
  console.error('The browser and what drives it come with the tests: run ./test once.');
  process.exit(2);
}

const [base, token, dashboard, last, rounds, ...tabs] = process.argv.slice(2);
const dayBefore = (back) => new Date(Date.parse(last) - back * 86_400_000).toISOString().slice(0, 10);

// Everything in sight has been calculated and drawn, on another canvas than the one before.
function isThere(before) {
  const canvas = document.querySelector('.canvas');
  const seen = [...(canvas?.querySelectorAll('section.widget') ?? [])].filter((widget) => {
    const { top, bottom } = widget.getBoundingClientRect();
    return top < innerHeight && bottom > 0;
  });
  return canvas !== before && seen.length > 3 && seen.every((widget) => widget.getAttribute('aria-busy') === 'false' && !widget.querySelector('.skeleton'));
}

async function main() {
  const { chromium } = require(driver);
  const link = await fetch(`${base}/api/2.0/weir/sign-in-links`, { method: 'POST', headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }, body: '{}' }).then((answer) => answer.json());
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.addInitScript(`globalThis.isThere = ${isThere}`);
  await page.goto(`${base}/sign-in?return_to=/ui/${new URL(link.url).hash}`);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname.startsWith('/ui'));
  let back = 0;
  const address = (tab) => `${base}/ui/dashboards/${dashboard}/${tab}?from.date-range=${dayBefore(back + 29)}&to.date-range=${dayBefore(back)}`;
  for (let round = 0; round < Number(rounds); round++) {
    for (const [at, tab] of tabs.entries()) {
      await page.goto('about:blank');
      // What the browser does after a page is not the next one's.
      await page.waitForTimeout(1000);
      const began = Date.now();
      await page.goto(address(tab), { waitUntil: 'commit' });
      await page.waitForFunction(() => isThere(undefined), undefined, { polling: 'raf' });
      console.log(JSON.stringify({ round, tab, how: 'load', ms: Date.now() - began }));

      await page.waitForTimeout(1000);
      const next = tabs[(at + 1) % tabs.length];
      const ms = await page.evaluate(async (name) => {
        const before = document.querySelector('.canvas');
        const start = performance.now();
        document.querySelector(`.page-tabs a[href*="/${name}?"]`).click();
        while (!isThere(before)) {
          await new Promise(requestAnimationFrame);
        }
        return performance.now() - start;
      }, next);
      console.log(JSON.stringify({ round, tab: next, how: 'switch', ms: Math.round(ms) }));
      back++;
    }
  }
  await browser.close();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
