import { policyText } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import type { Documents } from "../../_policy-document.ts";
import { refusePublicStatements } from "../../_public-access.ts";
import { awsDocs } from "../_links.ts";

const INVOKE = { Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" };
const OUTSIDE = { StringNotEquals: { "aws:SourceVpce": "vpce-0123456789abcdef0" } };

export default defineRule({
  id: "policy-doc-no-public-principal",
  title: "Refuse wildcard principals without narrowing conditions in every other resource policy.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "Each new service with a policy is a new way to publish data.",
  fix: "Name the principals, or add a condition on the calling account, organisation or source ARN.",
  links: [awsDocs("Principals in policies", "IAM/latest/UserGuide/reference_policies_elements_principal.html")],
  types: [
    "aws:backup/vaultPolicy:VaultPolicy",
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
    "aws:ecr/registryPolicy:RegistryPolicy",
    "aws:secretsmanager/secretPolicy:SecretPolicy",
    "aws:s3/accessPoint:AccessPoint",
    "aws:s3control/accessPointPolicy:AccessPointPolicy",
    "aws:lambda/resourcePolicy:ResourcePolicy",
    "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy",
    "aws:acmpca/policy:Policy",
    "aws:apigateway/restApi:RestApi",
    "aws:apigateway/restApiPolicy:RestApiPolicy",
    "aws:bedrock/agentcoreResourcePolicy:AgentcoreResourcePolicy",
    "aws:cloudsearch/domainServiceAccessPolicy:DomainServiceAccessPolicy",
    "aws:codeartifact/domainPermissions:DomainPermissions",
    "aws:codeartifact/repositoryPermissionsPolicy:RepositoryPermissionsPolicy",
    "aws:codebuild/resourcePolicy:ResourcePolicy",
    "aws:dsql/clusterPolicy:ClusterPolicy",
    "aws:dynamodb/resourcePolicy:ResourcePolicy",
    "aws:ecrpublic/repositoryPolicy:RepositoryPolicy",
    "aws:efs/fileSystemPolicy:FileSystemPolicy",
    "aws:elasticsearch/domain:Domain",
    "aws:elasticsearch/domainPolicy:DomainPolicy",
    "aws:glacier/vault:Vault",
    "aws:glacier/vaultLock:VaultLock",
    "aws:glue/resourcePolicy:ResourcePolicy",
    "aws:kinesis/resourcePolicy:ResourcePolicy",
    "aws:mediastore/containerPolicy:ContainerPolicy",
    "aws:msk/clusterPolicy:ClusterPolicy",
    "aws:networkfirewall/resourcePolicy:ResourcePolicy",
    "aws:oam/sinkPolicy:SinkPolicy",
    "aws:opensearch/domain:Domain",
    "aws:opensearch/domainPolicy:DomainPolicy",
    "aws:opensearchingest/resourcePolicy:ResourcePolicy",
    "aws:pinpoint/smsvoicev2ResourcePolicy:Smsvoicev2ResourcePolicy",
    "aws:redshift/resourcePolicy:ResourcePolicy",
    "aws:redshiftserverless/resourcePolicy:ResourcePolicy",
    "aws:s3/filesFileSystemPolicy:FilesFileSystemPolicy",
    "aws:s3/vectorsVectorBucketPolicy:VectorsVectorBucketPolicy",
    "aws:s3control/accessGrantsInstanceResourcePolicy:AccessGrantsInstanceResourcePolicy",
    "aws:s3control/bucketPolicy:BucketPolicy",
    "aws:s3control/multiRegionAccessPointPolicy:MultiRegionAccessPointPolicy",
    "aws:s3control/objectLambdaAccessPointPolicy:ObjectLambdaAccessPointPolicy",
    "aws:s3tables/tableBucketPolicy:TableBucketPolicy",
    "aws:s3tables/tablePolicy:TablePolicy",
    "aws:sagemaker/modelPackageGroupPolicy:ModelPackageGroupPolicy",
    "aws:schemas/registryPolicy:RegistryPolicy",
    "aws:ses/identityPolicy:IdentityPolicy",
    "aws:sesv2/emailIdentityPolicy:EmailIdentityPolicy",
    "aws:vpclattice/authPolicy:AuthPolicy",
    "aws:vpclattice/resourcePolicy:ResourcePolicy",
    "aws:xray/resourcePolicy:ResourcePolicy",
  ],
  check: (resource) => refusePublicStatements(resource, resourcePolicy, "the resource"),
  examples: {
    pass: [
      {
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Principal: { AWS: "arn:aws:iam::111122223333:root" },
            Action: "backup:CopyIntoBackupVault",
            Resource: "*",
          }),
        },
      },
      { type: "aws:s3/accessPoint:AccessPoint", inputs: { bucket: "shop-media" } },
      {
        name: "mounted from the subnets of its mount targets only",
        type: "aws:efs/fileSystemPolicy:FileSystemPolicy",
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Principal: { AWS: "*" },
            Action: "elasticfilesystem:ClientMount",
            Resource: "*",
            Condition: { Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" } },
          }),
        },
      },
      {
        name: "denied to everyone outside the VPC",
        type: "aws:apigateway/restApiPolicy:RestApiPolicy",
        inputs: { policy: policyText(INVOKE, { ...INVOKE, Effect: "Deny", Condition: OUTSIDE }) },
      },
      {
        name: "an endpoint of one's own account",
        type: "aws:opensearch/domain:Domain",
        inputs: {
          accessPolicies: policyText({
            Effect: "Allow",
            Principal: { AWS: "*" },
            Action: "es:ESHttpGet",
            Resource: "*",
            Condition: { StringEquals: { "aws:VpceAccount": "111122223333" } },
          }),
        },
      },
    ],
    fail: [
      {
        inputs: {
          policy: policyText({ Effect: "Allow", Principal: "*", Action: "backup:CopyIntoBackupVault", Resource: "*" }),
        },
        path: "/policy",
        message: "allows every principal",
      },
      {
        type: "aws:s3control/accessPointPolicy:AccessPointPolicy",
        inputs: {
          policy: policyText({ Effect: "Allow", Principal: { AWS: "*" }, Action: "s3:GetObject", Resource: "*" }),
        },
        path: "/policy",
        message: "allows every principal",
      },
      {
        name: "the addresses of everyone",
        type: "aws:opensearch/domain:Domain",
        inputs: {
          accessPolicies: policyText({
            Effect: "Allow",
            Principal: { AWS: "*" },
            Action: "es:*",
            Resource: "*",
            Condition: { IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "0.0.0.0/0"] } },
          }),
        },
        path: "/accessPolicies",
        message: "allows every principal",
      },
      {
        type: "aws:s3control/multiRegionAccessPointPolicy:MultiRegionAccessPointPolicy",
        inputs: {
          details: {
            name: "media",
            policy: policyText({ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" }),
          },
        },
        path: "/details/policy",
        message: "allows every principal",
      },
      ...[
        "aws:glacier/vault:Vault#accessPolicy",
        "aws:s3tables/tableBucketPolicy:TableBucketPolicy#resourcePolicy",
        "aws:codeartifact/domainPermissions:DomainPermissions#policyDocument",
      ].map((place) => {
        const [type, input] = place.split("#") as [string, string];
        const policy = policyText({ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" });
        return { type, inputs: { [input]: policy }, path: `/${input}`, message: "allows every principal" };
      }),
      {
        name: "denied where a second condition holds as well",
        type: "aws:apigateway/restApiPolicy:RestApiPolicy",
        inputs: {
          policy: policyText(INVOKE, {
            ...INVOKE,
            Effect: "Deny",
            Condition: { ...OUTSIDE, Bool: { "aws:SecureTransport": "false" } },
          }),
        },
        path: "/policy",
        message: "Statement 1",
      },
    ],
    undecided: [
      { inputs: { policy: UNKNOWN }, path: "/policy" },
      { type: "aws:opensearch/domain:Domain", inputs: { accessPolicies: UNKNOWN }, path: "/accessPolicies" },
      {
        name: "denied to callers that are not known",
        type: "aws:apigateway/restApiPolicy:RestApiPolicy",
        inputs: {
          policy: { Statement: [INVOKE, { ...INVOKE, Effect: "Deny", Condition: { StringNotEquals: UNKNOWN } }] },
        },
        path: "/policy/Statement/1/Condition/StringNotEquals",
      },
    ],
  },
});
/** The inputs that hold the policy, where it is not `policy`. */
const POLICY_AT: Readonly<Record<string, readonly string[]>> = {
  "aws:cloudsearch/domainServiceAccessPolicy:DomainServiceAccessPolicy": ["accessPolicy"],
  "aws:codeartifact/domainPermissions:DomainPermissions": ["policyDocument"],
  "aws:codeartifact/repositoryPermissionsPolicy:RepositoryPermissionsPolicy": ["policyDocument"],
  "aws:elasticsearch/domain:Domain": ["accessPolicies"],
  "aws:elasticsearch/domainPolicy:DomainPolicy": ["accessPolicies"],
  "aws:glacier/vault:Vault": ["accessPolicy"],
  "aws:opensearch/domain:Domain": ["accessPolicies"],
  "aws:opensearch/domainPolicy:DomainPolicy": ["accessPolicies"],
  "aws:s3control/multiRegionAccessPointPolicy:MultiRegionAccessPointPolicy": ["details", "policy"],
  "aws:s3tables/tableBucketPolicy:TableBucketPolicy": ["resourcePolicy"],
  "aws:s3tables/tablePolicy:TablePolicy": ["resourcePolicy"],
  "aws:sagemaker/modelPackageGroupPolicy:ModelPackageGroupPolicy": ["resourcePolicy"],
  "aws:xray/resourcePolicy:ResourcePolicy": ["policyDocument"],
};
const resourcePolicy: Documents = (resource) => [resource.get(...(POLICY_AT[resource.type] ?? ["policy"]))];
