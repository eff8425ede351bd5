import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { accountsOf, declaredRules, rulesOf } from "./_accounts.ts";
import { PARAMETERS, admissionObjects } from "./_admission.ts";
import { type KubernetesObject, Objects, handWritten } from "./_objects.ts";
import { type PlannedObject, plannedObjects, runNames } from "./_plans.ts";
import { ApiServer, missing } from "./_server.ts";

const ADMISSION_NAMESPACE = "rampart-admission";

describe.skipIf(missing !== undefined)(`the plans' objects${missing === undefined ? "" : `: ${missing}`}`, () => {
  let server: ApiServer;
  let objects: Objects;
  const counted = { objects: 0, custom: 0, pods: 0, accounts: 0 };

  beforeAll(async () => {
    server = await ApiServer.start();
    objects = new Objects(server);
    await objects.installCrds();
    // What the platform makes passes the platform's own gate.
    await objects.ensure({ apiVersion: "v1", kind: "Namespace", metadata: { name: ADMISSION_NAMESPACE } });
    for (const object of await admissionObjects(ADMISSION_NAMESPACE)) await objects.ensure(object);
    await objects.ensure({
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "default", namespace: "default" },
    });
    await vi.waitFor(refusesStrayPod, { timeout: 300_000, interval: 200 });
  });
  afterAll(async () => {
    process.stderr.write(
      `API server: ${counted.objects} objects applied, ${counted.custom} of them custom resources (${handWritten.length} ` +
        `kinds against hand-written definitions), ${counted.pods} pods admitted, ${counted.accounts} accounts reviewed\n`,
    );
    await server?.stop();
  });

  describe.each(runNames)("of %s", (name) => {
    let planned: PlannedObject[];
    beforeAll(async () => {
      planned = await plannedObjects(name);
    });
    afterAll(async () => {
      // Namespaces stay: nothing here would finish their deletion. So does the gate, which the next run changes.
      const rest = planned.filter(({ object }) => object.kind !== "Namespace" && !isGate(object));
      for (const { object } of rest.toReversed()) await objects.delete(object);
    });

    test("are accepted field by field, without a warning", async () => {
      const complaints: string[] = [];
      for (const { object, patch } of planned) {
        const answer = await objects.apply(object, { force: patch });
        const said = answer.status < 300 ? answer.warnings : [answer.body.message, ...answer.warnings];
        complaints.push(...said.map((text) => `${object.kind} ${object.metadata.name}: ${text}`));
        if (object.kind === "ResourceQuota") await fillStatus(object);
        counted.objects += 1;
        if (objects.isCustom(object)) counted.custom += 1;
      }
      expect(complaints).toEqual([]);
      expect(planned.length).toBeGreaterThan(30);
    });

    test("make pods that Pod Security, limits and quota admit, in namespaces that enforce the restricted standard", async () => {
      const pods = planned.flatMap(({ object }) => podOf(object));
      expect(pods.length).toBeGreaterThan(2);
      for (const pod of pods) {
        const { status, body } = await objects.tryCreate(pod);
        expect([status, body.message]).toEqual([201, undefined]);
        // The same pod with one field taken back: the namespace does enforce.
        const rooted = { ...pod, spec: { ...(pod["spec"] as object), securityContext: { runAsNonRoot: false } } };
        const refusal = await objects.tryCreate(rooted);
        expect(refusal.body.message).toContain('violates PodSecurity "restricted:v1.36"');
        counted.pods += 1;
      }
    });

    test("give service accounts the declared rights and no others", async () => {
      const all = planned.map(({ object }) => object);
      for (const account of accountsOf(all)) {
        const anybody = await rulesOf(server, { namespace: account.namespace, name: "nobody-in-particular" });
        const expected = [...new Set([...anybody, ...declaredRules(all, account)])].toSorted();
        // The authorizer hears of new bindings a moment later.
        await expect.poll(() => rulesOf(server, account), { timeout: 300_000 }).toEqual(expected);
        counted.accounts += 1;
      }
    });
  });

  test("the review shows a right that nobody declared", async () => {
    const account = { namespace: "default", name: "stray" };
    const binding = {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata: { name: "stray", namespace: account.namespace },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
      subjects: [{ kind: "ServiceAccount", ...account }],
    };
    const before = await rulesOf(server, account);
    expect((await objects.apply(binding)).status).toBe(201);
    await expect.poll(() => rulesOf(server, account), { timeout: 300_000 }).not.toEqual(before);
  });

  /** Throws until the policies have taken hold, a moment after they were stored. */
  async function refusesStrayPod(): Promise<void> {
    const containers = [{ name: "stray", image: "stray" }];
    const answer = await objects.tryCreate({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "stray" },
      spec: { containers },
    });
    if (answer.status !== 403) throw new Error("a pod without anything is admitted");
  }

  /** What the quota controller would write; the server admits no counted object without it. */
  async function fillStatus(quota: KubernetesObject): Promise<void> {
    const { hard } = quota["spec"] as { readonly hard: Record<string, string> };
    const used = Object.fromEntries(Object.keys(hard).map((key) => [key, "0"]));
    const path = await objects.path(quota, "/status");
    const answer = await server.call(
      "PATCH",
      path,
      { status: { hard, used } },
      { type: "application/merge-patch+json" },
    );
    expect(answer.status).toBe(200);
  }
});

/** Whether the object is of AdmissionPolicies: a policy, a binding or their parameters. */
function isGate({ kind, metadata }: KubernetesObject): boolean {
  return kind.startsWith("ValidatingAdmissionPolicy") || (kind === "ConfigMap" && metadata.name === PARAMETERS);
}

/** The pod that the controllers would make of a workload. */
function podOf({ kind, metadata, ...fields }: KubernetesObject): KubernetesObject[] {
  if (!["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"].includes(kind)) return [];
  const spec = fields["spec"] as any;
  const template = kind === "CronJob" ? spec.jobTemplate.spec.template : spec.template;
  const claims = (spec.volumeClaimTemplates ?? []).map((claim: KubernetesObject) => ({
    name: claim.metadata.name,
    persistentVolumeClaim: { claimName: `${claim.metadata.name}-${metadata.name}-0` },
  }));
  return [
    {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { ...template.metadata, name: `${metadata.name}-0`, namespace: metadata.namespace },
      spec: { ...template.spec, volumes: [...(template.spec.volumes ?? []), ...claims] },
    },
  ];
}
