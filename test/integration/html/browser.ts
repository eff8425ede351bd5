import { writeFileSync } from "node:fs";
import axe from "axe-core";
import { type Browser, type Page, chromium } from "playwright-core";

/** Debian's own, which tools/install-servers.sh installs. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
}

/** A page that was opened from a file, and what went wrong while it was. */
export interface Opened {
  readonly page: Page;
  /** Console messages, exceptions and breaches of the page's policy. */
  readonly complaints: readonly string[];
  /** Everything that was asked for, the page itself left out. */
  readonly requests: readonly string[];
  /** Until the page could be used, from the start of its navigation. */
  readonly milliseconds: number;
}

export async function open(
  browser: Browser,
  html: string,
  file: string,
  colorScheme: "light" | "dark" = "light",
): Promise<Opened> {
  writeFileSync(file, html);
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 }, colorScheme });
  page.setDefaultTimeout(300_000);
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", ({ message }) => complaints.push(message));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(`file://${file}`);
  const milliseconds = Number(await page.locator("html").getAttribute("data-ready"));
  return { page, complaints, requests: requests.slice(1), milliseconds };
}

/** What axe-core finds against WCAG 2.2 AA and its own best practices, as `rule: elements`. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // The page's own policy lets no script in; an evaluation of the debugger is none of the page's.
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe: runner } = globalThis as unknown as {
      axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await runner.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
  });
}
