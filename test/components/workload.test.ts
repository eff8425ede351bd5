import { describe, expect, test } from "vitest";
import { type WebWorkloadArgs, Workload, type WorkloadArgs, waitingFor } from "../../components/workload.ts";
import { parsePolicy, recordResources } from "../support/mocks.ts";

const IMAGE = `registry.example.com/acme/api:1.4.0@sha256:${"0123456789abcdef".repeat(4)}`;
const CLUSTER_ARN = "arn:aws:eks:eu-west-1:111122223333:cluster/main";
const SECRET_ARN = (name: string) => `arn:aws:secretsmanager:eu-west-1:111122223333:secret:acme/${name}-AbCdEf`;
const KEY = "arn:aws:kms:eu-west-1:111122223333:key/secrets";

const common = {
  region: "eu-west-1",
  accountId: "111122223333",
  cluster: {
    clusterName: "main",
    clusterArn: CLUSTER_ARN,
    clusterSecurityGroupId: "sg-0c1",
    vpcId: "vpc-0a1",
  },
  namespace: "acme",
  image: IMAGE,
  resources: { cpuRequest: "250m", cpuLimit: "1", memory: "512Mi" },
  tags: { system: "acme", environment: "prod", owner: "platform", dataClass: "personal" },
};
const web: WebWorkloadArgs = {
  ...common,
  kind: "web",
  name: "api",
  port: 8000,
  replicas: 3,
  health: { host: "api.acme.com", readyPath: "/ready", startupSeconds: 90 },
  allowFrom: [{ kind: "ranges", cidrs: ["10.20.0.0/20"] }],
  config: { LOG_LEVEL: "info" },
};
const record = (args: WorkloadArgs) => recordResources(() => new Workload("acme", args));
const withChanges = (changes: Partial<WebWorkloadArgs>) => record({ ...web, ...changes });

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const SECRET_CLASS = "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass";
const POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const SELECTOR = { "app.kubernetes.io/name": "api", "app.kubernetes.io/instance": "api" };

describe("a web workload", () => {
  test("runs hardened pods", async () => {
    const { spec } = (await record(web)).one(DEPLOYMENT).inputs;
    const pod = spec.template.spec;
    expect(pod).toMatchObject({
      serviceAccountName: "api",
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      hostNetwork: false,
      hostPID: false,
      hostIPC: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 10001,
        runAsGroup: 10001,
        fsGroup: 10001,
        seccompProfile: { type: "RuntimeDefault" },
      },
    });
    expect(pod.containers).toEqual([
      {
        name: "app",
        image: IMAGE,
        imagePullPolicy: "IfNotPresent",
        env: [{ name: "LOG_LEVEL", value: "info" }],
        ports: [{ name: "http", containerPort: 8000, protocol: "TCP" }],
        resources: {
          requests: { cpu: "250m", memory: "512Mi", "ephemeral-storage": "128Mi" },
          limits: { cpu: "1", memory: "512Mi", "ephemeral-storage": "128Mi" },
        },
        volumeMounts: [{ name: "scratch-e9671acd", mountPath: "/tmp" }],
        startupProbe: {
          httpGet: expect.objectContaining({ path: "/health" }),
          periodSeconds: 5,
          timeoutSeconds: 3,
          failureThreshold: 18,
        },
        livenessProbe: expect.objectContaining({ failureThreshold: 6 }),
        readinessProbe: {
          httpGet: {
            path: "/ready",
            port: "http",
            scheme: "HTTP",
            httpHeaders: [
              { name: "Host", value: "api.acme.com" },
              { name: "X-Forwarded-Proto", value: "https" },
            ],
          },
          periodSeconds: 5,
          timeoutSeconds: 3,
          failureThreshold: 2,
        },
        lifecycle: { preStop: { sleep: { seconds: 15 } } },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ["ALL"] },
          privileged: false,
          readOnlyRootFilesystem: true,
          runAsNonRoot: true,
          seccompProfile: { type: "RuntimeDefault" },
        },
      },
    ]);
    expect(pod.volumes).toEqual([{ name: "scratch-e9671acd", emptyDir: { medium: "Memory", sizeLimit: "64Mi" } }]);
  });

  test("selects by what never changes and spreads over zones and nodes", async () => {
    const { spec } = (await record(web)).one(DEPLOYMENT).inputs;
    expect(spec.selector).toEqual({ matchLabels: SELECTOR });
    expect(spec.template.metadata.labels).toMatchObject(SELECTOR);
    expect(spec.template.spec.topologySpreadConstraints).toEqual([
      {
        topologyKey: "topology.kubernetes.io/zone",
        maxSkew: 1,
        whenUnsatisfiable: "DoNotSchedule",
        nodeTaintsPolicy: "Honor",
        matchLabelKeys: ["pod-template-hash"],
        labelSelector: { matchLabels: SELECTOR },
      },
      {
        topologyKey: "kubernetes.io/hostname",
        maxSkew: 1,
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: { matchLabels: SELECTOR },
      },
    ]);
  });

  test("waits for connections to end before it is killed", async () => {
    const { inputs } = (await withChanges({ drainSeconds: 120 })).one(DEPLOYMENT);
    expect(inputs.spec.template.spec.terminationGracePeriodSeconds).toBe(135);
  });

  test("has a Service and a budget that lets one pod go", async () => {
    const recording = await record(web);
    expect(recording.one("kubernetes:core/v1:Service").inputs.spec).toEqual({
      type: "ClusterIP",
      selector: SELECTOR,
      ports: [{ name: "http", port: 8000, targetPort: "http", protocol: "TCP" }],
    });
    expect(recording.one("kubernetes:policy/v1:PodDisruptionBudget").inputs.spec).toEqual({
      maxUnavailable: 1,
      selector: { matchLabels: SELECTOR },
      unhealthyPodEvictionPolicy: "AlwaysAllow",
    });
    expect(recording.one(DEPLOYMENT).inputs.spec.replicas).toBe(3);
  });

  test("leaves the number of pods to its autoscaler", async () => {
    const recording = await withChanges({ replicas: { min: 2, max: 8, cpuPercent: 60 } });
    expect(recording.one(DEPLOYMENT).inputs.spec).not.toHaveProperty("replicas");
    expect(recording.one("kubernetes:autoscaling/v2:HorizontalPodAutoscaler").inputs.spec).toMatchObject({
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "api" },
      minReplicas: 2,
      maxReplicas: 8,
      metrics: [
        { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 60 } } },
      ],
    });
  });

  test("has an account without token and, using nothing of AWS, no role", async () => {
    const recording = await record(web);
    expect(recording.one("kubernetes:core/v1:ServiceAccount").inputs.automountServiceAccountToken).toBe(false);
    expect(recording.all("aws:iam/role:Role")).toEqual([]);
    expect(recording.result.roleArn).toBeUndefined();
  });
});

describe("traffic", () => {
  test("comes from the callers and goes to the connections, and nowhere else", async () => {
    const recording = await withChanges({
      allowFrom: [
        { kind: "ranges", cidrs: ["10.20.0.0/20"] },
        { kind: "pods", namespace: "monitoring", matchLabels: { app: "scraper" } },
      ],
      serverCidrs: ["10.20.48.0/24", "10.20.49.0/24"],
      connects: [
        { name: "pooler", to: { kind: "pods", namespace: "data", matchLabels: { app: "pooler" } }, port: 6432 },
        { name: "state", to: { kind: "securityGroup", id: "sg-0cache" }, port: 6379 },
        { name: "stripe", to: { kind: "domain", names: ["api.stripe.com"] }, port: 443 },
      ],
    });
    expect(recording.one(POLICY).inputs).toMatchObject({ metadata: { name: "api", namespace: "acme" } });
    expect(recording.one(POLICY).inputs.spec).toEqual({
      podSelector: { matchLabels: SELECTOR },
      policyTypes: ["Ingress", "Egress"],
      ingress: [
        { from: [{ ipBlock: { cidr: "10.20.0.0/20" } }], ports: [{ protocol: "TCP", port: 8000 }] },
        {
          from: [
            {
              namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } },
              podSelector: { matchLabels: { app: "scraper" } },
            },
          ],
          ports: [{ protocol: "TCP", port: 8000 }],
        },
      ],
      egress: [
        {
          to: [
            {
              namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "data" } },
              podSelector: { matchLabels: { app: "pooler" } },
            },
          ],
          ports: [{ protocol: "TCP", port: 6432 }],
        },
        {
          to: [{ ipBlock: { cidr: "10.20.48.0/24" } }, { ipBlock: { cidr: "10.20.49.0/24" } }],
          ports: [{ protocol: "TCP", port: 6379 }],
        },
      ],
    });
    const domains = recording.one("kubernetes:networking.k8s.aws/v1alpha1:ApplicationNetworkPolicy").inputs;
    expect(domains.metadata.name).toBe("api-domains");
    expect(domains.spec).toEqual({
      podSelector: { matchLabels: SELECTOR },
      policyTypes: ["Egress"],
      egress: [{ to: [{ domainNames: ["api.stripe.com"] }], ports: [{ protocol: "TCP", port: 443 }] }],
    });
  });

  test("to a server gets the pods a security group that the server admits, and never the node's", async () => {
    const recording = await withChanges({
      serverCidrs: ["10.20.48.0/24"],
      connects: [{ name: "state", to: { kind: "securityGroup", id: "sg-0cache" }, port: 6379 }],
    });
    const own = recording.one("aws:ec2/securityGroup:SecurityGroup");
    expect(own.inputs).not.toHaveProperty("ingress");
    expect(own.inputs).not.toHaveProperty("egress");
    const rule = recording.one("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").inputs;
    expect(rule).toMatchObject({ securityGroupId: "sg-0cache", ipProtocol: "tcp", fromPort: 6379, toPort: 6379 });
    expect(rule.referencedSecurityGroupId).toMatch(/^sg-/);
    expect(rule.referencedSecurityGroupId).not.toBe("sg-0c1");
    expect(recording.one("kubernetes:vpcresources.k8s.aws/v1beta1:SecurityGroupPolicy").inputs.spec).toEqual({
      podSelector: { matchLabels: SELECTOR },
      securityGroups: { groupIds: ["sg-0c1", rule.referencedSecurityGroupId] },
    });
    expect(recording.one(DEPLOYMENT).opts.dependencies).toEqual(
      expect.arrayContaining(["acme-pods-policy", "acme-pods-into-state", "acme-traffic"]),
    );
  });

  test("to nothing leaves both directions closed but for the callers", async () => {
    const { spec } = (await record({ ...common, kind: "worker", name: "api", replicas: 1 })).one(POLICY).inputs;
    expect(spec).toEqual({ podSelector: { matchLabels: SELECTOR }, policyTypes: ["Ingress", "Egress"] });
  });

  test("lets the collector at the metrics, and at nothing else", async () => {
    const metrics = { port: 9090, scraperCidrs: ["10.20.16.0/20"] };
    const scraped = { from: [{ ipBlock: { cidr: "10.20.16.0/20" } }], ports: [{ protocol: "TCP", port: 9090 }] };
    const server = await withChanges({ metrics });
    expect(server.one(POLICY).inputs.spec.ingress).toEqual([
      { from: [{ ipBlock: { cidr: "10.20.0.0/20" } }], ports: [{ protocol: "TCP", port: 8000 }] },
      scraped,
    ]);
    expect(server.one(DEPLOYMENT).inputs.spec.template.spec.containers[0].ports).toEqual([
      { name: "http", containerPort: 8000, protocol: "TCP" },
      { name: "metrics", containerPort: 9090, protocol: "TCP" },
    ]);
    const worker = await record({ ...common, kind: "worker", name: "api", replicas: 1, metrics });
    expect(worker.one(POLICY).inputs.spec.ingress).toEqual([scraped]);
    expect(worker.one(DEPLOYMENT).inputs.spec.template.spec.containers[0].ports).toEqual([
      { name: "metrics", containerPort: 9090, protocol: "TCP" },
    ]);
  });
});

const bound = () =>
  withChanges({
    secretsKeyArn: KEY,
    secrets: [{ name: "jwt", arn: SECRET_ARN("jwt"), supplied: true, as: { kind: "file", file: "jwt" } }],
    bindings: [
      {
        kind: "bucket",
        name: "media",
        bucketName: "acme-media",
        bucketArn: "arn:aws:s3:::acme-media",
        access: ["read", "list"],
        prefixes: ["public/"],
        keyArn: "arn:aws:kms:eu-west-1:111122223333:key/data",
      },
      {
        kind: "queue",
        name: "jobs",
        queueArn: "arn:aws:sqs:eu-west-1:111122223333:jobs",
        access: "send",
        keyArn: "arn:aws:kms:eu-west-1:111122223333:key/data",
      },
    ],
  });

describe("AWS rights", () => {
  test("belong to one service account of one cluster", async () => {
    const recording = await bound();
    const { inputs } = recording.one("aws:iam/role:Role");
    expect(parsePolicy(inputs.assumeRolePolicy).statements).toEqual([
      {
        Sid: "AssumeByPods",
        Effect: "Allow",
        Principal: { Service: "pods.eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: {
          StringEquals: {
            "aws:SourceAccount": "111122223333",
            "aws:RequestTag/eks-cluster-arn": CLUSTER_ARN,
            "aws:RequestTag/kubernetes-namespace": "acme",
            "aws:RequestTag/kubernetes-service-account": "api",
          },
        },
      },
    ]);
    expect(recording.one("aws:eks/podIdentityAssociation:PodIdentityAssociation").inputs).toMatchObject({
      clusterName: "main",
      namespace: "acme",
      serviceAccount: "api",
    });
    expect(recording.one(DEPLOYMENT).opts.dependencies).toContain("acme-identity");
  });

  test("are what the secrets and bindings need", async () => {
    const { inputs } = (await bound()).one("aws:iam/rolePolicy:RolePolicy");
    expect(parsePolicy(inputs.policy).statements).toEqual([
      {
        Sid: "ReadSecrets",
        Effect: "Allow",
        Action: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
        Resource: [SECRET_ARN("jwt")],
      },
      {
        Sid: "DecryptSecrets",
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: KEY,
        Condition: {
          StringEquals: {
            "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com",
            "kms:EncryptionContext:SecretARN": [SECRET_ARN("jwt")],
          },
        },
      },
      {
        Sid: "MediaObjects",
        Effect: "Allow",
        Action: ["s3:GetObject"],
        Resource: ["arn:aws:s3:::acme-media/public/*"],
      },
      {
        Sid: "MediaList",
        Effect: "Allow",
        Action: ["s3:ListBucket"],
        Resource: "arn:aws:s3:::acme-media",
        Condition: { StringLike: { "s3:prefix": ["public/*"] } },
      },
      {
        Sid: "MediaKey",
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: "arn:aws:kms:eu-west-1:111122223333:key/data",
        Condition: {
          StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
          StringLike: {
            "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::acme-media", "arn:aws:s3:::acme-media/*"],
          },
        },
      },
      {
        Sid: "JobsMessages",
        Effect: "Allow",
        Action: ["sqs:SendMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"],
        Resource: "arn:aws:sqs:eu-west-1:111122223333:jobs",
      },
      {
        Sid: "JobsKey",
        Effect: "Allow",
        Action: ["kms:GenerateDataKey", "kms:Decrypt"],
        Resource: "arn:aws:kms:eu-west-1:111122223333:key/data",
        Condition: { StringEquals: { "kms:ViaService": "sqs.eu-west-1.amazonaws.com" } },
      },
    ]);
  });

  test("open the way to the bucket and the queue, and to no other bucket", async () => {
    const { inputs } = (await bound()).one("kubernetes:networking.k8s.aws/v1alpha1:ApplicationNetworkPolicy");
    expect(inputs.spec.egress.map((rule: any) => rule.to[0].domainNames)).toEqual([
      ["acme-media.s3.eu-west-1.amazonaws.com"],
      ["sqs.eu-west-1.amazonaws.com"],
    ]);
  });
});

describe("secrets", () => {
  const secrets: NonNullable<WebWorkloadArgs["secrets"]> = [
    { name: "jwt", arn: SECRET_ARN("jwt"), supplied: true, as: { kind: "file", file: "jwt.key" } },
    {
      name: "database",
      arn: SECRET_ARN("database"),
      supplied: true,
      field: "url",
      as: { kind: "env", variable: "DATABASE_URL", restartOn: "v1" },
    },
    {
      name: "database",
      arn: SECRET_ARN("database"),
      supplied: true,
      field: "password",
      as: { kind: "file", file: "database-password" },
    },
  ];

  test("are fetched with the pods' own role, as files and as a synced Secret", async () => {
    const recording = await withChanges({ secrets, secretsKeyArn: KEY });
    const { spec, metadata } = recording.one(SECRET_CLASS).inputs;
    expect(spec.parameters).toMatchObject({ region: "eu-west-1", usePodIdentity: "true" });
    expect(JSON.parse(spec.parameters.objects)).toEqual([
      { objectName: SECRET_ARN("jwt"), objectType: "secretsmanager", objectAlias: "jwt.key" },
      {
        objectName: SECRET_ARN("database"),
        objectType: "secretsmanager",
        objectAlias: "database.json",
        jmesPath: [
          { path: "url", objectAlias: "DATABASE_URL" },
          { path: "password", objectAlias: "database-password" },
        ],
      },
    ]);
    expect(spec.secretObjects).toEqual([
      { secretName: metadata.name, type: "Opaque", data: [{ objectName: "DATABASE_URL", key: "DATABASE_URL" }] },
    ]);
    const pod = recording.one(DEPLOYMENT).inputs.spec.template.spec;
    expect(pod.containers[0].env).toContainEqual({
      name: "DATABASE_URL",
      valueFrom: { secretKeyRef: { name: metadata.name, key: "DATABASE_URL" } },
    });
    expect(pod.containers[0].volumeMounts).toContainEqual({
      name: "secrets",
      mountPath: "/run/secrets/app",
      readOnly: true,
    });
    expect(pod.volumes).toContainEqual({
      name: "secrets",
      csi: {
        driver: "secrets-store.csi.k8s.io",
        readOnly: true,
        volumeAttributes: { secretProviderClass: metadata.name },
      },
    });
  });

  test("roll the pods onto another Secret when a variable's value changes", async () => {
    const [file, url] = secrets;
    if (file === undefined || url?.as.kind !== "env") throw new Error("the secrets above changed");
    const raised = [file, { ...url, as: { ...url.as, restartOn: "v2" } }];
    const [before, after] = [
      await withChanges({ secrets: [file, url], secretsKeyArn: KEY }),
      await withChanges({ secrets: raised, secretsKeyArn: KEY }),
    ].map((recording) => ({
      pod: recording.one(DEPLOYMENT).inputs.spec.template.spec,
      name: recording.one(SECRET_CLASS).inputs.metadata.name,
    }));
    expect(before?.name).toMatch(/^api-[0-9a-f]{8}$/);
    expect(after?.name).not.toBe(before?.name);
    expect(after?.pod.containers[0].env).toContainEqual({
      name: "DATABASE_URL",
      valueFrom: { secretKeyRef: { name: after?.name, key: "DATABASE_URL" } },
    });
    expect(after?.pod.volumes.at(-1).csi.volumeAttributes).toEqual({ secretProviderClass: after?.name });
  });

  test("that are files only keep their name, for they follow by themselves", async () => {
    const recording = await withChanges({ secrets: secrets.slice(0, 1), secretsKeyArn: KEY });
    expect(recording.one(SECRET_CLASS).inputs.metadata.name).toBe("api");
    expect(recording.one(SECRET_CLASS).inputs.spec).not.toHaveProperty("secretObjects");
  });
});

describe("jobs", () => {
  const job: WorkloadArgs = { ...common, kind: "job", name: "migrate", deadlineSeconds: 600 };
  const JOB = "kubernetes:batch/v1:Job";

  test("are bounded and cleared away", async () => {
    const { inputs, opts } = (await record(job)).one(JOB);
    expect(inputs.metadata.name).toMatch(/^migrate-[0-9a-f]{8}$/);
    expect(inputs.spec).toMatchObject({
      activeDeadlineSeconds: 600,
      backoffLimit: 2,
      ttlSecondsAfterFinished: 604800,
      template: { spec: { restartPolicy: "Never" } },
    });
    expect(opts.customTimeouts).toMatchObject({ create: "720s" });
  });

  test("are other jobs when the image or the inputs are others, and the same when not", async () => {
    const image = IMAGE.replace("0123", "fedc");
    const variants = [job, { ...job }, { ...job, image }, { ...job, config: { STEP: "2" } }];
    const recordings = await Promise.all(variants.map((variant) => record(variant)));
    const [first, same, ...others] = recordings.map((recording) => recording.one(JOB).inputs.metadata.name);
    expect(same).toBe(first);
    expect(new Set([first, ...others]).size).toBe(3);
  });

  test("run at set times without overlap", async () => {
    const { inputs } = (await record({ ...common, kind: "cron", name: "prune", schedule: "15 3 * * *" })).one(
      "kubernetes:batch/v1:CronJob",
    );
    expect(inputs.spec).toMatchObject({
      schedule: "15 3 * * *",
      timeZone: "Etc/UTC",
      concurrencyPolicy: "Forbid",
      startingDeadlineSeconds: 300,
      jobTemplate: {
        spec: { activeDeadlineSeconds: 3600, backoffLimit: 1, template: { spec: { restartPolicy: "Never" } } },
      },
    });
  });

  test("come before the deployment that depends on them", async () => {
    const recording = await recordResources(() => {
      const migration = new Workload("migrate", job);
      return new Workload("api", web, { dependsOn: migration.ready });
    });
    expect(recording.one(DEPLOYMENT).opts.dependencies).toContain("migrate-job");
  });
});

describe("waiting", () => {
  test("names what is missing, each once", () => {
    const secrets = [
      { name: "stripe", supplied: false },
      { name: "stripe", supplied: false },
      { name: "jwt", supplied: true },
    ];
    expect(waitingFor({ secrets })).toEqual([{ kind: "image" }, { kind: "secret", name: "stripe" }]);
    expect(waitingFor({ image: IMAGE })).toEqual([]);
  });

  test("keeps a workload from being made", async () => {
    const { image: _, ...withoutImage } = web;
    await expect(record(withoutImage)).rejects.toThrow(
      'Workload "acme": waits for its image; make it when waitingFor() gives an empty list.',
    );
  });
});

describe("refuses", () => {
  const cases: [string, Partial<WebWorkloadArgs>, string][] = [
    [
      "an image by tag",
      { image: "registry.example.com/acme/api:1.4.0" },
      'Workload "acme": image is "registry.example.com/acme/api:1.4.0"; allowed is repository[:tag]@sha256:<64 hexadecimal digits>.',
    ],
    [
      "a single pod in the request path",
      { replicas: 1 },
      'Workload "acme": replicas is 1; allowed are whole numbers from 2 to 500. A request path',
    ],
    [
      "an autoscaler upside down",
      { replicas: { min: 4, max: 3 } },
      'Workload "acme": replicas.max is 3; allowed are whole numbers from 4 to 500.',
    ],
    ["a privileged port", { port: 80 }, 'Workload "acme": port is 80; allowed are whole numbers from 1025 to 65535.'],
    [
      "metrics where everybody comes in",
      { metrics: { port: 8000, scraperCidrs: ["10.20.16.0/20"] } },
      'Workload "acme": metrics.port is 8000, on which the load balancer reaches everything',
    ],
    [
      "metrics on a privileged port",
      { metrics: { port: 90, scraperCidrs: ["10.20.16.0/20"] } },
      'Workload "acme": metrics.port is 90; allowed are whole numbers from 1025 to 65535.',
    ],
    ["root", { uid: 0 }, 'Workload "acme": uid is 0; allowed are whole numbers from 10000 to 65533.'],
    [
      "a URL for a domain",
      { connects: [{ name: "sms", to: { kind: "domain", names: ["https://sms.example.com"] }, port: 443 }] },
      'Workload "acme": connection "sms" names "https://sms.example.com"; allowed are lower-case host names',
    ],
    [
      "a server without the ranges it lives in",
      { connects: [{ name: "state", to: { kind: "securityGroup", id: "sg-1" }, port: 6379 }] },
      'Workload "acme": connects to a server with a security group but serverCidrs is missing',
    ],
    [
      "one variable from two places",
      {
        secretsKeyArn: KEY,
        secrets: [
          {
            name: "level",
            arn: SECRET_ARN("level"),
            supplied: true,
            as: { kind: "env", variable: "LOG_LEVEL", restartOn: "1" },
          },
        ],
      },
      'Workload "acme": "LOG_LEVEL" is set by config and by secret "level"; keep one.',
    ],
    [
      "secrets without their key",
      { secrets: [{ name: "jwt", arn: SECRET_ARN("jwt"), supplied: true, as: { kind: "file", file: "jwt" } }] },
      'Workload "acme": secrets are bound but secretsKeyArn is missing; pass the key that encrypts them.',
    ],
    [
      "memory folders as large as the memory",
      { scratch: { "/tmp": 512 } },
      'Workload "acme": scratch adds up to 512 MiB, all of resources.memory (512Mi)',
    ],
    [
      "a limit below the request",
      { resources: { cpuRequest: "1", cpuLimit: "500m", memory: "512Mi" } },
      'Workload "acme": resources.cpuLimit is "500m", below resources.cpuRequest "1"; raise the limit.',
    ],
    ["a name of the namespace's own", { name: "basics" }, 'Workload "acme": name is "basics", which belongs to'],
    ["nobody to serve", { allowFrom: [] }, 'Workload "acme": allowFrom is empty, so nobody could connect'],
  ];
  test.each(cases)("%s", async (_, changes, message) => {
    await expect(withChanges(changes)).rejects.toThrow(message);
  });
});
