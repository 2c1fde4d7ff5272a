/** A statement's columns, for a row of this type: what each of its properties is in SQL. */
export const columnsOf = <Row extends object>(expressions: Readonly<Record<keyof Row, string>>): string =>
	Object.entries<string>(expressions)
		.map(([name, expression]) => (name === expression ? name : `${expression} as ${name}`))
		.join(", ");
