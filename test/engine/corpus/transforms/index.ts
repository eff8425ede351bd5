import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

pulumi.runtime.registerResourceTransform((args) => {
  if (!args.type.startsWith("aws:s3/")) return undefined;
  // What depends on another resource arrives as an output.
  const tags = pulumi.output(args.props["tags"]).apply((given) => ({ ...given, stack: "yes" }));
  return { props: { ...args.props, tags }, opts: pulumi.mergeOptions(args.opts, { protect: true }) };
});
pulumi.runtime.registerStackTransformation((args) => ({
  props: args.type === "aws:sns/topic:Topic" ? { ...args.props, displayName: "transformed" } : args.props,
  opts: args.opts,
}));

class Store extends pulumi.ComponentResource {
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("corpus:index:Store", name, {}, opts);
    const topic = new aws.sns.Topic(`${name}-topic`, { tags: { secret: pulumi.secret("hidden") } }, { parent: this });
    new aws.s3.Bucket(`${name}-bucket`, { tags: { topic: topic.arn } }, { parent: this });
    this.registerOutputs();
  }
}

new Store("store", {
  transforms: [
    async ({ type, props, opts }) =>
      type === "aws:s3/bucket:Bucket"
        ? { props: { ...props, forceDestroy: false }, opts: { ...opts, ignoreChanges: ["tags"] } }
        : undefined,
  ],
});

// Without transforms of its own and with an option that the engine, not the SDK, hands down.
const kept = new aws.sqs.Queue("kept", {}, { retainOnDelete: true });
new aws.sqs.QueuePolicy("kept-policy", { queueUrl: kept.url, policy: "{}" }, { parent: kept });

// With one of its own, which adds a dependency by what it returns.
new aws.sqs.Queue(
  "own",
  { tags: { url: kept.url } },
  {
    transforms: [
      ({ props, opts }) => ({
        props: { ...props, name: "own-name" },
        opts: pulumi.mergeOptions(opts, { protect: true }),
      }),
    ],
  },
);
