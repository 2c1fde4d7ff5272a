/** The pauses between attempts to reach a server that cannot be reached, in milliseconds. */
const shortest = 25;
const longest = 400;

/** How long to wait after so many failures in a row; never the same, so that processes do not all come at once. */
export const pause = (failures: number): number =>
	Math.min(longest, shortest * 2 ** Math.min(failures, 10)) * (0.5 + Math.random() / 2);

/** Says when to try, while trying fails. */
export interface Backoff {
	/** Whether to try now; if not, `again` is called when it is time. */
	mayTry(): boolean;
	failed(): void;
	/** It worked, but not for long. */
	faltered(): void;
	succeeded(): void;
}

/** As often as is wanted while it works; once it fails, once per pause until it works again. */
export function createBackoff(again: () => void): Backoff {
	let failures = 0;
	let quietUntil = 0;
	let isTimed = false;
	return {
		mayTry() {
			if (failures === 0) return true;
			const now = performance.now();
			if (now >= quietUntil) {
				quietUntil = now + pause(failures);
				return true;
			}
			if (!isTimed)
				setTimeout(() => {
					isTimed = false;
					again();
				}, quietUntil - now);
			isTimed = true;
			return false;
		},
		failed() {
			failures += 1;
			// Later ones fall into the pause after their successor's start: it would have no end where each takes long.
			if (failures === 1) quietUntil = performance.now() + pause(failures);
		},
		faltered() {
			failures = Math.max(failures, 1);
			quietUntil = Math.max(quietUntil, performance.now() + pause(0));
		},
		succeeded() {
			failures = 0;
			quietUntil = 0;
		},
	};
}
