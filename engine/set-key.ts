/** Sets a key that may be any text, `__proto__` among them. */
export function setKey(target: object, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else (target as Record<string, unknown>)[key] = value;
}

/** An object with the same keys, whatever they are, and changed values. */
export function mapValues<From, To>(
  object: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> {
  const changed = {};
  for (const key of Object.keys(object)) setKey(changed, key, change(object[key] as From));
  return changed;
}
