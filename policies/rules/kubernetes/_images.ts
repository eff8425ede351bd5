/** A container image reference, taken apart as container runtimes do. */
export interface Image {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

export function parseImage(reference: string): Image {
  const [rest, digest] = splitAt(reference, reference.indexOf("@"));
  const colon = rest.lastIndexOf(":");
  const [path, tag] = splitAt(rest, colon > rest.lastIndexOf("/") ? colon : -1);
  const slash = path.indexOf("/");
  const first = path.slice(0, Math.max(slash, 0));
  // Without a dot, a port or "localhost" the first part is a folder of Docker Hub.
  const named = first === "localhost" || first.includes(".") || first.includes(":");
  return {
    registry: named ? first : "docker.io",
    repository: named ? path.slice(slash + 1) : path,
    tag,
    digest,
  };
}

function splitAt(text: string, index: number): [string, string | undefined] {
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}
