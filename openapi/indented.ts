/** A text whose lines begin some spaces further to the right. */
export const indented = (spaces: number, text: string): string => text.replaceAll(/^(?=.)/gm, " ".repeat(spaces));
