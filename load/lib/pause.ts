import { setTimeout } from "k6/timers";

/** Waits for so many milliseconds, while other work of the same virtual user goes on. */
export const pause = (milliseconds: number): Promise<void> =>
	new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Thinks as long as people do between two actions: 1 to 3 seconds. */
export const think = (): Promise<void> => pause(1000 + Math.random() * 2000);

/** Thinks a tenth of that: ten people who do make as many requests as a hundred who think. */
export const thinkFast = (): Promise<void> => pause(100 + Math.random() * 200);
