import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { arbitraryPod } from "./_arbitrary-pods.ts";
import { exampleObject } from "./_examples.ts";
import { type KubernetesObject, Objects } from "./_objects.ts";
import { type Level, fails, packVerdict, podSecurityRules, serverVerdict } from "./_pod-security.ts";
import { ApiServer, missing } from "./_server.ts";

const LEVELS: readonly Level[] = ["baseline", "restricted"];
const COMPARED_PODS = 2000;
/** Kubernetes 1.36 accepts root in user namespaces; the pack does where a setting says so. */
const ACCEPT_USER_NAMESPACES = true;

/** Where a rule asks more than the server of this version: seccomp by annotation, which only older clusters read. */
const STRICTER = new Set(["pss-baseline-seccomp: the annotation of older clusters (fail)"]);
/** What the API of this version refuses before anybody judges it. */
const INVALID = [
  "pss-baseline-host-process: an init container (fail)",
  "pss-baseline-proc-mount: example (fail)",
  "pss-baseline-proc-mount: an init container (fail)",
  "pss-restricted-proc-mount: an init container (fail)",
];

describe.skipIf(missing !== undefined)(`Pod Security${missing === undefined ? "" : `: ${missing}`}`, () => {
  let server: ApiServer;
  let objects: Objects;

  beforeAll(async () => {
    server = await ApiServer.start();
    objects = new Objects(server);
    for (const level of LEVELS) {
      const labels = {
        "pod-security.kubernetes.io/enforce": level,
        "pod-security.kubernetes.io/enforce-version": "v1.36",
      };
      await objects.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: level, labels } });
      await objects.apply({
        apiVersion: "v1",
        kind: "ServiceAccount",
        metadata: { name: "default", namespace: level },
      });
    }
  });
  afterAll(() => server?.stop());

  /** The failed checks of the server, or undefined for a pod that is no valid object to begin with. */
  async function admission(pod: KubernetesObject, level: Level): Promise<string[] | undefined> {
    const { status, body } = await objects.tryCreate({ ...pod, metadata: { ...pod.metadata, namespace: level } });
    if (status === 201) return [];
    if (status === 403) return serverVerdict(body.message);
    if (status === 422) return undefined;
    throw new Error(`${status}: ${JSON.stringify(body).slice(0, 600)} for ${JSON.stringify(pod)}`);
  }

  test("judges the rules' examples as the rules do", async () => {
    const differences: unknown[] = [];
    const invalid = new Set<string>();
    let compared = 0;
    for (const rule of podSecurityRules) {
      for (const [verdict, examples] of [
        ["pass", rule.examples.pass],
        ["fail", rule.examples.fail],
      ] as const) {
        for (const example of examples) {
          const accept = example.config?.["acceptUserNamespaces"] === true;
          const pod = exampleObject(rule, example, "Pod");
          const title = `${rule.id}: ${example.name ?? "example"} (${verdict})`;
          // Made whole, the example still says what it was written to say.
          if (fails(rule, pod, accept) !== (verdict === "fail")) differences.push({ title, pod, changed: true });
          for (const level of LEVELS) {
            const answer = await admission(pod, level);
            if (answer === undefined) {
              invalid.add(title);
              continue;
            }
            compared += 1;
            const pack = packVerdict(pod, level, ACCEPT_USER_NAMESPACES);
            if (pack.join() !== answer.join() && !STRICTER.has(title))
              differences.push({ title, level, pack, server: answer });
          }
        }
      }
    }
    process.stderr.write(
      `Pod Security: ${compared} verdicts on examples compared, ${invalid.size} examples invalid to the API\n`,
    );
    expect(differences).toEqual([]);
    expect([...invalid]).toEqual(INVALID);
  });

  test(`judges ${COMPARED_PODS} generated pods as the rules do`, async () => {
    const differences: unknown[] = [];
    const failed: Record<string, number> = {};
    const counted = { compared: 0, invalid: 0, admitted: { baseline: 0, restricted: 0 } };
    const queue = fc.sample(arbitraryPod, { numRuns: 2 * COMPARED_PODS, seed: 20260 })[Symbol.iterator]();
    const worker = async (): Promise<void> => {
      for (let next = queue.next(); next.done !== true && counted.compared < COMPARED_PODS; next = queue.next()) {
        const pod = next.value;
        const answers = await Promise.all(LEVELS.map((level) => admission(pod, level)));
        if (answers.includes(undefined)) {
          counted.invalid += 1;
          continue;
        }
        counted.compared += 1;
        for (const [index, level] of LEVELS.entries()) {
          const answer = answers[index] ?? [];
          const pack = packVerdict(pod, level, ACCEPT_USER_NAMESPACES);
          if (answer.length === 0) counted.admitted[level] += 1;
          for (const check of answer) failed[check] = (failed[check] ?? 0) + 1;
          if (pack.join() !== answer.join())
            differences.push({ level, pack, server: answer, spec: pod["spec"], metadata: pod.metadata });
        }
      }
    };
    await Promise.all(Array.from({ length: 8 }, worker));
    process.stderr.write(`Pod Security: ${JSON.stringify({ ...counted, differences: differences.length, failed })}\n`);
    expect(differences.slice(0, 3)).toEqual([]);
    expect(counted.compared).toBeGreaterThanOrEqual(COMPARED_PODS);
  });
});
