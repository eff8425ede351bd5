/** Longest regular expression of one statement. */
const MAX_REGEX_LENGTH = 512;

/** Undoes what would hide a path from a pattern: encoded letters, doubled slashes and dot segments, capitals. */
export const PATH_TRANSFORMATIONS = [
  { priority: 0, type: "URL_DECODE" },
  { priority: 1, type: "NORMALIZE_PATH" },
  { priority: 2, type: "LOWERCASE" },
];

/**
 * One regular expression for a list of paths, which costs a web ACL far less capacity than a comparison for each. A path
 * ends in `*` to cover what begins so; another one matches with and without a slash at its end. Case does not count.
 *
 * @throws If a path is malformed, has a `*` elsewhere, or all of them are longer than one expression may be.
 */
export function pathRegex(where: string, paths: readonly string[]): string {
  if (paths.length === 0) throw new Error(`${where}: paths is empty; list at least one.`);
  const patterns = paths.map((path) => {
    if (!/^\/[\w\-./~%]*\*?$/.test(path)) {
      throw new Error(`${where}: path "${path}" is malformed; write /login, or /auth/* for all that begins so.`);
    }
    const prefix = path.endsWith("*");
    const text = (prefix ? path.slice(0, -1) : path.replace(/\/+$/, "")).toLowerCase().replaceAll(/[.~]/g, "\\$&");
    return prefix ? text : `${text}/?$`;
  });
  const regex = `^(${patterns.join("|")})`;
  if (regex.length > MAX_REGEX_LENGTH) {
    throw new Error(
      `${where}: its paths make an expression of ${regex.length} characters; WAF takes ${MAX_REGEX_LENGTH}. Split the rule.`,
    );
  }
  return regex;
}
