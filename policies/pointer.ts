/** JSON Pointers (RFC 6901): the one notation for property paths in plans, findings, waivers and differences. */
export type PathKey = string | number;

export function toPointer(keys: readonly PathKey[]): string {
  let pointer = "";
  for (const key of keys) pointer += `/${escapeKey(key)}`;
  return pointer;
}

function escapeKey(key: PathKey): string {
  if (typeof key === "number") return String(key);
  return key.includes("~") || key.includes("/") ? key.replaceAll("~", "~0").replaceAll("/", "~1") : key;
}

export function parsePointer(pointer: string): string[] {
  if (pointer === "") return [];
  if (!pointer.startsWith("/")) {
    throw new SyntaxError(`"${pointer}" is not a JSON Pointer: it must be empty or start with "/"`);
  }
  return pointer
    .slice(1)
    .split("/")
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Prints a pointer the way people write paths: `a.b[0]["c.d"]`. The empty pointer prints as nothing. */
export function formatPointer(pointer: string): string {
  return formatPath(parsePointer(pointer));
}

export function formatPath(keys: readonly PathKey[]): string {
  let text = "";
  for (const key of keys) {
    if (typeof key === "number" || /^(0|[1-9]\d*)$/.test(key)) text += `[${key}]`;
    else if (/^[A-Za-z_$][\w$-]*$/.test(key)) text += text === "" ? key : `.${key}`;
    else text += `[${JSON.stringify(key)}]`;
  }
  return text;
}
