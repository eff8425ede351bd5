/**
 * The only differences between the engine and the recorder that the tests pass over, each with its reason. What is
 * not listed here has to be equal.
 */
const NORMALISATIONS = {
  "default provider":
    "The engine makes `pulumi:providers:…::default_…` of its own; no program registers one, so no plan has one.",
  "provider id": "A reference to a provider ends in the provider's id, which the engine draws; plans leave it out.",
  "provider bookkeeping": "The engine adds `version` and `__internal` to the inputs of an explicit provider.",
  "empty property dependency": "The engine keeps properties that depend on nothing; plans leave them out.",
  bookkeeping: "The AWS provider writes `__defaults` into inputs, in nested objects too.",
  default: "The AWS provider writes a default into an input that the program left out, and lists it in `__defaults`.",
  autoname:
    "The providers make up a name in Check; a plan has none before deployment, and what is built on it is unknown there.",
  "encrypted secret":
    "The engine encrypts secrets in its plan, and plans of ours hold none: only the mark is compared.",
  "unconfigured provider":
    "In a first preview the Kubernetes provider's own settings are unknown, so the engine asks it nothing and every " +
    "output of its objects is unknown; the recorder lets an object echo its inputs.",
  "secret unknown": "A provider marks an output as secret before it knows it; a plan in preview mode has no provider.",
  "not simulated": "An IP address has no room for the token of a simulated value, so a plan leaves it unknown.",
  "archive hash": "The engine hashes an archive as the file it would upload; a plan hashes what it holds.",
  "content hash":
    "A name that ends in a hash of contents: with other computed contents it is another hash, and everywhere the same.",
  "computed value":
    "The engine has the stand-in's value where the plan has a simulated one; compared after each simulated text is " +
    "replaced by what the stand-in returned for the same output.",
} as const;

export type Normalisation = keyof typeof NORMALISATIONS;

/** How often each was needed. */
export class Normalised {
  readonly counts = new Map<Normalisation, number>();

  note(normalisation: Normalisation, times = 1): void {
    if (times > 0) this.counts.set(normalisation, (this.counts.get(normalisation) ?? 0) + times);
  }

  toString(): string {
    return [...this.counts].map(([name, count]) => `${name} ${count}`).join(", ");
  }
}
