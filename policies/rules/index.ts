import type { Rule } from "../rule.ts";
import { awsRules } from "./aws/index.ts";
import { kubernetesRules } from "./kubernetes/index.ts";

/** Every rule of the pack, in the order in which the documentation lists them. */
export const rules: readonly Rule[] = [...awsRules, ...kubernetesRules];
