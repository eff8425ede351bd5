import type { Credential } from "../../../runtime/rotate/_credential.ts";
import type { SecretVersions } from "../../../runtime/rotate/_secret-versions.ts";

interface Version {
  value?: Credential;
  created: Date;
  labels: string[];
}

/** Secrets Manager in memory, with the rules that rotation relies on. */
export class FakeSecrets implements SecretVersions {
  readonly versions = new Map<string, Version>();
  rotationEnabled = true;

  constructor(current?: Credential, created = new Date(0)) {
    if (current !== undefined) this.versions.set("first", { value: current, created, labels: ["AWSCURRENT"] });
  }

  /** What Secrets Manager does before the first step. */
  begin(token: string): void {
    this.versions.set(token, { created: new Date(0), labels: ["AWSPENDING"] });
  }

  labelled(label: string): string | undefined {
    return [...this.versions].find(([, { labels }]) => labels.includes(label))?.[0];
  }

  async describe() {
    const stages = Object.fromEntries([...this.versions].map(([id, { labels }]) => [id, [...labels]]));
    return { rotationEnabled: this.rotationEnabled, stages };
  }

  async current(): Promise<Credential> {
    const value = this.versions.get(this.labelled("AWSCURRENT") ?? "")?.value;
    if (value === undefined) throw new Error("no current value");
    return value;
  }

  async pending(_arn: string, token: string): Promise<Credential | undefined> {
    return this.versions.get(token)?.value;
  }

  async putPending(_arn: string, token: string, value: Credential): Promise<void> {
    const version = this.versions.get(token);
    if (version === undefined) throw new Error("no such version");
    version.value ??= value;
  }

  async currentSince(): Promise<Date | undefined> {
    return this.versions.get(this.labelled("AWSCURRENT") ?? "")?.created;
  }

  async makeCurrent(_arn: string, token: string, previous: string): Promise<void> {
    for (const { labels } of this.versions.values()) remove(labels, "AWSPREVIOUS");
    const old = this.versions.get(previous);
    if (old === undefined || !old.labels.includes("AWSCURRENT")) throw new Error("not the current version");
    remove(old.labels, "AWSCURRENT");
    old.labels.push("AWSPREVIOUS");
    this.versions.get(token)?.labels.push("AWSCURRENT");
  }

  async endPending(_arn: string, token: string): Promise<void> {
    const labels = this.versions.get(token)?.labels ?? [];
    if (!labels.includes("AWSPENDING")) throw new Error("the label is not there");
    remove(labels, "AWSPENDING");
  }
}

function remove(labels: string[], label: string): void {
  const at = labels.indexOf(label);
  if (at >= 0) labels.splice(at, 1);
}
