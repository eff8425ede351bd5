import type { StackValidationPolicy } from "@pulumi/policy";
import { type Waivers, describeWaiver } from "../waiver.ts";

/**
 * Reports waivers that are expired or may not be given, once every resource has been judged. Whether a waiver is
 * used at all is not judged here: a run sees one stack, and a waiver may be meant for others.
 */
export function waiverPolicy(waivers: Waivers): StackValidationPolicy {
  return {
    name: "rampart-waivers",
    description: "Waivers are in date and cover what may be waived.",
    enforcementLevel: "mandatory",
    validateStack: (_args, report) => {
      for (const { waiver, message } of waivers.problems) report(`${describeWaiver(waiver)}: ${message}`);
    },
  };
}
