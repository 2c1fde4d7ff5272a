import { type Browser, chromium, type Page } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/** Starts a headless Chromium. Throws what to do where none is found. */
export function launchBrowser(): Promise<Browser> {
	const path = [process.env.CHROMIUM, ...names.map((name) => Bun.which(name))].flatMap((found) => found || []).at(0);
	if (!path)
		throw new Error(
			"Chromium is missing: apt-get install chromium, brew install --cask chromium, or set CHROMIUM to its path",
		);
	return chromium.launch({
		executablePath: path,
		// Chromium's sandbox refuses to run as root, as containers do. Nothing but our own pages is opened.
		args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
	});
}

/** Keeps what the page shows, where SCREENSHOTS names a folder. */
export async function screenshot(page: Page, name: string): Promise<void> {
	const folder = process.env.SCREENSHOTS;
	if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
