import { PolicyPack } from "@pulumi/policy";
import { RulePolicy } from "./crossguard/rule-policy.ts";
import { Session } from "./crossguard/session.ts";
import { readDeployment } from "./crossguard/deployment.ts";
import { waiverPolicy } from "./crossguard/waiver-policy.ts";
import { loadRules, rulesFileForPack } from "./load-rules.ts";
import { loadWaivers, waiversFileForPack } from "./load-waivers.ts";
import { rules } from "./rules/index.ts";
import { today } from "./today.ts";
import { Waivers } from "./waiver.ts";

const session = new Session();
const deployment = readDeployment(process.env);
// The engine starts the pack in the pack's own folder.
const waiversFile = waiversFileForPack(process.cwd(), process.env);
const list = waiversFile === undefined ? [] : await loadWaivers(waiversFile).catch(refuse);
const rulesFile = rulesFileForPack(process.cwd(), process.env);
const ownRules = rulesFile === undefined ? [] : await loadRules([rulesFile], rules).catch(refuse);
const waivers = new Waivers(list, { ...deployment, today: today() });

// The first policy unwraps what the others judge; it never reports anything itself.
new PolicyPack("rampart", {
  description: "Rampart's controls for AWS and Kubernetes",
  policies: [
    {
      name: "rampart-session",
      description: "Prepares each resource for the rules; reports nothing.",
      enforcementLevel: "mandatory",
      validateResource: (args) => session.enterResource(args),
      validateStack: (args) => session.enterStack(args.resources),
    },
    ...[...rules, ...ownRules].map((rule) => new RulePolicy(rule, session, deployment, waivers).policy),
    waiverPolicy(waivers),
  ],
});

/** What a user wrote cannot be used: the pack does not start, and so nothing is deployed. */
function refuse(error: Error): never {
  process.stderr.write(`rampart: ${error.message}\n`);
  process.exit(1);
}
