import type { Change } from "../compare.ts";

/** Digests as programs write them, and ids of the recorder's own; shorter ones could be numbers or words. */
const DIGEST = /[0-9a-f]{8,}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{8,64}/gi;
const ACCOUNT = /^\d{12}$/;

/**
 * Whether a value differs only in a digest of the identity. No text can be put back into a digest, but three
 * recordings under three identities tell: it is the same where nothing of the identity went in, and differs in
 * all three where something did. What is around the digest has to be equal.
 */
export function isDerivedFromIdentity(one: Change, other: Change): boolean {
  const values = [one.left, one.right, other.right];
  if (!values.every((value) => typeof value === "string")) return false;
  const [expected, actual, elsewhere] = values as [string, string, string];
  const expectedElsewhere = other.left;
  if (typeof expectedElsewhere !== "string") return false;
  if (shapeOf(expected) !== shapeOf(actual) || shapeOf(expectedElsewhere) !== shapeOf(elsewhere)) return false;
  const digests = [expected, actual, elsewhere].map(digestsOf) as [string[], string[], string[]];
  const [first, second, third] = digests;
  if (first.length !== second.length || second.length !== third.length) return false;
  return first.every((digest, index) => {
    const [here, there] = [second[index], third[index]];
    return (digest === here && here === there) || (digest !== here && here !== there && digest !== there);
  });
}

function shapeOf(text: string): string {
  return text.replace(DIGEST, (digest) => (ACCOUNT.test(digest) ? digest : `<${digest.length}>`));
}

function digestsOf(text: string): string[] {
  return [...text.matchAll(DIGEST)].map(([digest]) => digest).filter((digest) => !ACCOUNT.test(digest));
}
