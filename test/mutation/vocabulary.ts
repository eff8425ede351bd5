import { ELSEWHERE, type Word, type Words, scope } from "./word.ts";
import { ACCESS } from "./words-access.ts";
import { APPLICATIONS } from "./words-applications.ts";
import { DATA } from "./words-data.ts";
import { EXTENDED } from "./words-extended.ts";
import { SETTINGS } from "./words-settings.ts";
import { STACK } from "./words-stack.ts";

/** The most exact entry counts. */
const WORDS: Words = { ...SETTINGS, ...ACCESS, ...STACK, ...EXTENDED, ...DATA, ...APPLICATIONS };

/** Inputs that join two resources elsewhere and are a resource's own name, or nothing, in these types. */
const OWN_NAMES: Readonly<Record<string, readonly string[]>> = {
  "aws:redshift/cluster:Cluster": ["clusterIdentifier"],
  "aws:s3/bucket:Bucket": ["bucket"],
  "kubernetes:networking.k8s.io/v1:NetworkPolicy": ["metadata.name"],
  "kubernetes:core/v1:Namespace": ["metadata.namespace"],
};

/** What is known of the input at `path` (list marks left out) of a control, by the most exact entry. */
export function wordFor(control: string, path: string, type = ""): Word {
  const word = wordOf(control, path);
  return word === ELSEWHERE && OWN_NAMES[type]?.includes(path) === true ? scope : word;
}

function wordOf(control: string, path: string): Word {
  const tails = path.split(".").map((_, index, names) => names.slice(index).join("."));
  for (const prefix of [`${control}:`, ""]) {
    for (const tail of tails) {
      const word = WORDS[prefix + tail];
      if (word !== undefined) return word;
    }
  }
  return scope;
}

/** The words that no input of any control uses any more. */
export function unusedWords(inputs: readonly { readonly control: string; readonly path: string }[]): string[] {
  const used = new Set(inputs.map(({ control, path }) => wordFor(control, path)));
  return Object.entries(WORDS)
    .filter(([, word]) => !used.has(word))
    .map(([key]) => key);
}
