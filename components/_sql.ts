/** A quoted SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A quoted SQL string, read alike whatever `standard_conforming_strings` says. */
export function literal(text: string): string {
  const quoted = `'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
  return text.includes("\\") ? `E${quoted}` : quoted;
}

/** psql runs the statement only where the condition holds. The statement must not hold psql variables. */
export function runWhere(condition: string, statement: string): string {
  return `SELECT ${literal(statement)} WHERE ${condition} \\gexec`;
}
