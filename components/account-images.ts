import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { administered, createAccountKey, usedThrough } from "./_account-key.ts";
import { policyDocument } from "./_iam.ts";
import { type Tags, tagsFor } from "./_tags.ts";

/** What `AccountImages` are made of. */
export interface AccountImagesArgs {
  readonly accountId: string;
  readonly region: string;
  /** Names of the repositories, for example `shop/api`. */
  readonly repositories: readonly string[];
  /** Other accounts that pull, and the organisation that all of them have to belong to. @default none */
  readonly pulledBy?: { readonly organisationId: string; readonly accountIds: readonly string[] };
  /** Images that each repository keeps, the newest: what runs has to be among them, and what one goes back to. @default 200 */
  readonly keptImages?: number;
  readonly tags: Tags;
}

/**
 * Repositories for the images that stacks name by digest.
 *
 * Guarantees: a tag never names another image; every image is scanned when pushed; encrypted under a key of the account; other
 * accounts pull only, and only while they belong to the organisation.
 *
 * @throws If a name is malformed or given twice, or there is none.
 */
export class AccountImages extends pulumi.ComponentResource {
  /** What images begin with, by repository. */
  readonly repositoryUrls: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: AccountImagesArgs, opts?: pulumi.ComponentResourceOptions) {
    checkImages(`AccountImages "${name}"`, args);
    super("rampart:aws:AccountImages", name, {}, opts);
    const { accountId, region, tags } = args;
    const keyArn = createAccountKey(
      `${name}-images`,
      {
        region,
        alias: "rampart-images",
        description: "Container images",
        policy: administered(accountId, [usedThrough("Registry", "ecr", { accountId, region })]),
        component: "account-images",
        tags,
      },
      { parent: this },
    );
    this.repositoryUrls = Object.fromEntries(
      args.repositories.map((repository) => [repository, createRepository(name, repository, keyArn, args, this)]),
    );
    this.registerOutputs({ repositoryUrls: this.repositoryUrls });
  }
}

function createRepository(
  name: string,
  repository: string,
  keyArn: pulumi.Input<string>,
  { region, pulledBy, keptImages = 200, tags }: AccountImagesArgs,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const child = `${name}-${repository.replaceAll(/[^a-z0-9]+/g, "-")}`;
  const made = new aws.ecr.Repository(
    child,
    {
      region,
      name: repository,
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: keyArn }],
      forceDelete: false,
      tags: tagsFor("account-images", tags),
    },
    { parent, protect: true },
  );
  new aws.ecr.LifecyclePolicy(
    child,
    { region, repository: made.name, policy: JSON.stringify({ rules: lifecycleRules(keptImages) }) },
    { parent },
  );
  if (pulledBy !== undefined) {
    new aws.ecr.RepositoryPolicy(
      child,
      {
        region,
        repository: made.name,
        policy: policyDocument([
          {
            sid: "OtherAccountsPull",
            actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            principals: { AWS: pulledBy.accountIds.map((id) => `arn:aws:iam::${id}:root`) },
            conditions: { StringEquals: { "aws:PrincipalOrgID": pulledBy.organisationId } },
          },
        ]),
      },
      { parent },
    );
  }
  return made.repositoryUrl;
}

/** A rule for any image has to come last. */
function lifecycleRules(keptImages: number) {
  return [
    {
      rulePriority: 1,
      description: "Untagged images end after two weeks",
      selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 14 },
      action: { type: "expire" },
    },
    {
      rulePriority: 2,
      description: "The newest are kept",
      selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: keptImages },
      action: { type: "expire" },
    },
  ];
}

function checkImages(where: string, { repositories, pulledBy, keptImages = 200 }: AccountImagesArgs): void {
  if (repositories.length === 0) throw new Error(`${where}: repositories is empty; name those that the stacks use.`);
  const malformed = repositories.find((name) => !/^[a-z0-9]+(?:[._/-][a-z0-9]+)*$/.test(name) || name.length > 256);
  if (malformed !== undefined) {
    throw new Error(
      `${where}: "${malformed}" is no name of a repository; use lower-case letters and digits, with single . _ - / between.`,
    );
  }
  const slugs = repositories.map((name) => name.replaceAll(/[^a-z0-9]+/g, "-"));
  const twice = repositories.find((_, index) => slugs.indexOf(slugs[index] as string) !== index);
  if (twice !== undefined) throw new Error(`${where}: "${twice}" reads like another of the repositories; rename one.`);
  const account = pulledBy?.accountIds.find((id) => !/^\d{12}$/.test(id));
  if (account !== undefined) throw new Error(`${where}: pulledBy.accountIds holds "${account}"; give twelve digits.`);
  if (
    pulledBy !== undefined &&
    (pulledBy.accountIds.length === 0 || !/^o-[a-z0-9]{10,32}$/.test(pulledBy.organisationId))
  ) {
    throw new Error(`${where}: pulledBy needs an organisationId such as "o-a1b2c3d4e5" and one account or more.`);
  }
  if (!Number.isInteger(keptImages) || keptImages < 10) {
    throw new Error(`${where}: keptImages is ${keptImages}; keep 10 or more, or what runs could be removed.`);
  }
}
