/**
 * Whether some ARN is meant by both: a policy's resource, which may hold `*` and `?`, and a template of the database
 * such as `arn:${Partition}:s3:::${BucketName}/${ObjectName}`.
 */
export function arnsMeet(resource: string, template: string): boolean {
  if (resource === "*") return true;
  const given = fields(resource);
  const wanted = fields(template);
  return wanted.every((field, index) => {
    const pattern = field.replace(/\$\{[^}]*\}/g, "*");
    const own = given[index] ?? "";
    // A bucket's name holds no slash: an object's ARN is no bucket's.
    if (field === "${BucketName}" && own.includes("/")) return false;
    return globsMeet(own, pattern);
  });
}

/** The six fields of an ARN; the last may hold colons. */
function fields(arn: string): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, 5), parts.slice(5).join(":")];
}

/** Whether some text matches both patterns. */
export function globsMeet(left: string, right: string): boolean {
  const seen = new Map<string, boolean>();
  const meet = (i: number, j: number): boolean => {
    const key = `${i},${j}`;
    const known = seen.get(key);
    if (known !== undefined) return known;
    const result = step(i, j);
    seen.set(key, result);
    return result;
  };
  const step = (i: number, j: number): boolean => {
    const a = left[i];
    const b = right[j];
    if (a === undefined && b === undefined) return true;
    if (a === "*") return meet(i + 1, j) || (b !== undefined && meet(i, j + 1));
    if (b === "*") return meet(i, j + 1) || (a !== undefined && meet(i + 1, j));
    if (a === undefined || b === undefined) return false;
    return (a === b || a === "?" || b === "?") && meet(i + 1, j + 1);
  };
  return meet(0, 0);
}
