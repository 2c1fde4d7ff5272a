import type { Check, Finding } from "./check.ts";

/** What people read of a run: what was reached, what was not tried, and what fell short. */
export function report(checks: readonly Check[]): string {
	const found = checks.flatMap((check) => check.findings.map((finding) => ({ check, finding })));
	return [
		tableOf(checks),
		untriedOf(checks),
		...found.map(({ check, finding }) => paragraph(check, finding)),
		summary(checks, found.length),
	]
		.filter((part) => part !== "")
		.join("\n\n");
}

/** The documented answers of each operation. */
function tableOf(checks: readonly Check[]): string {
	const documented = checks.filter(({ phase, name }) => phase === "documented" && /^\d{3}\b/.test(name));
	if (documented.length === 0) return "";
	const rows = [...Map.groupBy(documented, ({ operation }) => operation)].map(
		([operation, here]) =>
			`  ${operation.padEnd(24)}${here.map((check) => `${mark(check)} ${check.name}`).join("   ")}`,
	);
	return ["Documented answers: + as documented, x not, - not tried", ...rows].join("\n");
}

function mark({ findings, untried }: Check): string {
	if (untried) return "-";
	return findings.length > 0 ? "x" : "+";
}

function untriedOf(checks: readonly Check[]): string {
	const untried = checks.filter((check) => check.untried);
	const reasons = Map.groupBy(untried, (check) => check.untried);
	return untried.length === 0
		? ""
		: [
				"Not tried, and of how many operations:",
				...[...reasons].map(([reason, here]) => `  ${reason}: ${namesOf(here)}`),
			].join("\n");
}

/** What was not tried, and of how many operations. */
const namesOf = (checks: readonly Check[]): string =>
	[...Map.groupBy(checks, ({ name }) => name)]
		.map(([name, { length }]) => (length > 1 ? `${name} (${length})` : name))
		.join(", ");

function paragraph({ phase, operation, name }: Check, { what, place, repeat }: Finding): string {
	return [
		`${operation}, ${name} (${phase}): ${what}`,
		`  the contract: ${place}`,
		...(repeat ? [`  ${repeat}`] : []),
	].join("\n");
}

/** One line per phase. */
function summary(checks: readonly Check[], found: number): string {
	const lines = [...Map.groupBy(checks, ({ phase }) => phase)].map(([phase, here]) => {
		const untried = here.filter((check) => check.untried).length;
		return `  ${phase.padEnd(14)}${here.length - untried} checked, ${untried} not tried`;
	});
	return [
		...lines,
		found === 0 ? "The service keeps its contract." : `${found} finding${found === 1 ? "" : "s"}.`,
	].join("\n");
}

/**
 * The run in JUnit's XML, which CI systems show: one suite per phase, one case per name: of two of a name, some show only
 * the first.
 */
export function junit(checks: readonly Check[]): string {
	const suites = [...Map.groupBy(checks, ({ phase }) => phase)].map(([phase, all]) => {
		const named = Map.groupBy(all, ({ operation, name }) => `${operation} ${name}`);
		const here = [...named.values()].map(together);
		const failures = here.filter(({ findings }) => findings.length > 0);
		const skipped = here.filter((check) => mark(check) === "-");
		return [
			`  <testsuite name="${phase}" tests="${here.length}" failures="${failures.length}" errors="0" skipped="${skipped.length}">`,
			...here.map(caseOf),
			"  </testsuite>",
		].join("\n");
	});
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		'<testsuites name="conformance">',
		...suites,
		"</testsuites>",
		"",
	].join("\n");
}

/** Checks of one name as one: what was found of any of them, and not tried if none of them was. */
function together(checks: readonly Check[]): Check {
	const [first, ...others] = checks as [Check, ...Check[]];
	const untried = checks.every((each) => each.untried) ? first.untried : undefined;
	return { ...first, findings: [first, ...others].flatMap(({ findings }) => findings), untried };
}

function caseOf(check: Check): string {
	const { operation, name } = check;
	return `    <testcase classname="${escaped(operation)}" name="${escaped(name)}">${outcomeOf(check)}</testcase>`;
}

function outcomeOf(check: Check): string {
	const { findings, untried } = check;
	if (findings.length > 0) {
		const all = findings.map((finding) => paragraph(check, finding)).join("\n");
		return `<failure message="${escaped(findings[0]?.what ?? "")}">${escaped(all)}</failure>`;
	}
	return untried ? `<skipped message="${escaped(untried)}"/>` : "";
}

/** Text for XML, without the characters that it cannot have (XML 1.0 section 2.2). */
const escaped = (text: string): string =>
	text
		.toWellFormed()
		// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is to be left out
		.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "\ufffd")
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll('"', "&quot;");
