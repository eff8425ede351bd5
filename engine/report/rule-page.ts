import { defaultLevel } from "../../policies/levels.ts";
import { formatPointer } from "../../policies/pointer.ts";
import { proposalsOf } from "../../policies/remedies.ts";
import type { Example, Remediation, Rule } from "../../policies/rule.ts";
import { Resource } from "../../policies/resource.ts";
import { configReference } from "./rule-config.ts";
import { type Control, controls, framework, referencesOf } from "../catalogue.ts";
import { exampleCode } from "./example-code.ts";

/** Everything there is to know of a rule, in Markdown: the page of the documentation, and of `rampart explain`. */
export function rulePage(rule: Rule): string {
  const control = controls.get(rule.id);
  const sections = [
    `# ${rule.id}`,
    rule.title,
    facts(rule),
    `## Why\n\n${rule.why}`,
    control?.note === undefined ? "" : `Note: ${control.note}`,
    `## Fix\n\n${rule.fix}`,
    examples("What fails", rule, rule.examples.fail),
    examples("What passes", rule, rule.examples.pass),
    undecidedSection(rule),
    settings(rule),
    `## Remediation\n\n${remediation(rule, control)}`,
    `## Waiver\n\n${waiver(rule)}`,
    references(rule, control),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function facts(rule: Rule): string {
  const { severity, profile, scope, types, needs } = rule;
  const judged = types.includes("*") ? "every resource" : types.map((type) => `\`${type}\``).join(", ");
  return [
    `- Severity: ${severity}; profile: ${profile}; level unless configured: ${defaultLevel(rule)}`,
    ...(rule.file === undefined ? [] : [`- Defined in \`${rule.file}\``]),
    `- Judges: ${judged}${scope === "stack" ? ", together with the resources of the stack that belong to it" : ""}`,
    ...(needs?.includes("secretness") === true
      ? [
          "- Needs to see which values are wrapped as secret: undecided in Pulumi's own policy engine, which cannot tell.",
        ]
      : []),
  ].join("\n");
}

/** More examples of a kind prove the rule; they explain nothing new. */
const MOST_EXAMPLES = 3;

function examples(title: string, rule: Rule, list: readonly (Example & { readonly message?: string })[]): string {
  if (list.length === 0) return "";
  const type = rule.types[0] ?? "*";
  const shown = list.slice(0, MOST_EXAMPLES).map((example) => {
    const name = example.name === undefined ? "" : `${capital(example.name)}:\n\n`;
    return `${name}\`\`\`ts\n${exampleCode(example, type)}\n\`\`\``;
  });
  return `## ${title}\n\n${shown.join("\n\n")}`;
}

function undecidedSection({ examples: { undecided } }: Rule): string {
  const paths = [...new Set(undecided.map(({ path }) => formatPointer(path)).filter((path) => path !== ""))];
  if (paths.length === 0) return "";
  const list = paths.map((path) => `\`${path}\``).join(", ");
  return `## Undecided\n\nA value that is not known before deployment, redacted or malformed leaves the rule undecided, never passed. It reads, among others: ${list}.`;
}

function settings(rule: Rule): string {
  const rows = configReference(rule);
  return rows.length === 0
    ? ""
    : `## Settings\n\nIn \`rampart.policy.json\`, under \`${rule.id}\`:\n\n${rows.map((row) => `- ${row}`).join("\n")}`;
}

function remediation(rule: Rule, control: Control | undefined): string {
  const example = rule.examples.fail.find((one) => proposals(rule, one).length > 0);
  if (example !== undefined) {
    const changes = proposals(rule, example)
      .map(({ path, value }) => `\`${formatPointer(path)}\` to \`${JSON.stringify(value)}\``)
      .join(", ");
    const reason = whyNotApplied(rule, control);
    return reason === undefined
      ? `Where nothing is set, level \`remediate\` sets ${changes}. An explicit insecure value is rejected, never overwritten.`
      : `None is applied: ${reason}. Where nothing is set, set ${changes} in the program: offline, a finding says so at the line of the resource.`;
  }
  const replaced = control?.changeForcesReplacement === true;
  return `None is applied: ${replaced ? REPLACES : "the right value depends on what the program is for"}. Apply the fix in the program.`;
}

const REPLACES = "the change would replace the resource";

/** Why what the rule proposes is only shown; undefined where the engine sets it. */
function whyNotApplied(rule: Rule, control: Control | undefined): string | undefined {
  if (rule.suggest !== undefined) {
    return control?.changeForcesReplacement === true ? REPLACES : "it takes more than the value, as the fix says";
  }
  return rule.scope === "stack" ? "the rule joins resources, and the engine remediates each by itself" : undefined;
}

function proposals(rule: Rule, { type, inputs, options }: Example): readonly Remediation[] {
  const own = type ?? rule.types[0] ?? "*";
  const resource = new Resource({
    urn: "urn:pulumi:example::example::example::subject",
    type: own,
    name: "subject",
    inputs,
    options,
  });
  return proposalsOf(rule, resource);
}

function waiver(rule: Rule): string {
  if (rule.unwaivable === true) return "This rule cannot be waived.";
  const guard =
    rule.severity === "critical" ? " In production, and where the tier is not declared, no waiver of it holds." : "";
  return `With a reason, an owner and an end, in \`rampart.waivers.ts\`.${guard}

\`\`\`ts
{
  rule: "${rule.id}",
  resource: "<component>/<name of the resource>",
  environments: ["<environment>"],
  reason: "<why it is borne, in a sentence>",
  owner: "<who answers for it>",
  ticket: "<where it is followed up>",
  expires: "<YYYY-MM-DD, at most a year ahead>",
}
\`\`\``;
}

function references(rule: Rule, control: Control | undefined): string {
  const links = rule.links.map(({ title, url }) => `- [${title}](${url})`);
  const known =
    control === undefined
      ? []
      : [...referencesOf(control)].map(([key, ids]) => `- ${framework(key).name}: ${ids.join(", ")}`);
  const list = [...links, ...known];
  return list.length === 0 ? "" : `## References\n\n${list.join("\n")}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
