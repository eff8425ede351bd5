/**
 * The date by which versions and waivers are judged, `YYYY-MM-DD`. SOURCE_DATE_EPOCH (seconds since 1970, the convention of
 * reproducible builds) fixes it, so that a preview of an old commit says today what it said then.
 */
export function today(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const epoch = env["SOURCE_DATE_EPOCH"];
  if (epoch === undefined) return new Date().toISOString().slice(0, 10);
  if (!/^\d{1,10}$/.test(epoch))
    throw new Error(`SOURCE_DATE_EPOCH is "${epoch}"; it must be whole seconds since 1970`);
  return new Date(Number(epoch) * 1000).toISOString().slice(0, 10);
}
