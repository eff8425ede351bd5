import * as pulumi from "@pulumi/pulumi";

/**
 * Whether the program is only being recorded, so that stand-in values serve. The recorder says so by a variable,
 * which may as well have been left in the environment of a real engine: what that engine applies is no recording.
 */
export function isOffline(): boolean {
  return process.env["RAMPART_OFFLINE"] !== undefined && pulumi.runtime.isDryRun();
}
