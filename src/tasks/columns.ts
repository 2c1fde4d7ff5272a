/**
 * The columns of a statement, for a row of this type: what each property of it is in SQL. A column that the type does
 * not have does not compile, nor does one too few. What PostgreSQL makes of them is a test's to ask.
 */
export const columnsOf = <Row extends object>(expressions: Readonly<Record<keyof Row, string>>): string =>
	Object.entries<string>(expressions)
		.map(([name, expression]) => (name === expression ? name : `${expression} as ${name}`))
		.join(", ");
