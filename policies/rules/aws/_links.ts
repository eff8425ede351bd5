import type { Link } from "../../rule.ts";

const GUIDES = {
  acm: "Certificate Manager",
  athena: "Athena",
  backup: "Backup",
  cloudfront: "CloudFront",
  cloudtrail: "CloudTrail",
  cloudwatch: "CloudWatch",
  datafirehose: "Data Firehose",
  documentdb: "DocumentDB",
  dynamodb: "DynamoDB",
  ec2: "EC2",
  ecr: "ECR",
  efs: "EFS",
  eks: "EKS",
  elasticache: "ElastiCache",
  elb: "Elastic Load Balancing",
  emr: "EMR",
  es: "Elasticsearch",
  guardduty: "GuardDuty",
  iam: "IAM",
  kinesis: "Kinesis",
  kms: "KMS",
  lambda: "Lambda",
  mq: "Amazon MQ",
  msk: "MSK",
  neptune: "Neptune",
  opensearch: "OpenSearch Service",
  rds: "RDS",
  redshift: "Redshift",
  redshiftserverless: "Redshift Serverless",
  s3: "S3",
  sagemaker: "SageMaker",
  secretsmanager: "Secrets Manager",
  sns: "SNS",
  sqs: "SQS",
  ssm: "Systems Manager",
  waf: "WAF",
} as const;

/** The page of AWS Security Hub that lists the controls of a service. */
export function securityHub(service: keyof typeof GUIDES): Link {
  return {
    title: `Security Hub: controls for ${GUIDES[service]}`,
    url: `https://docs.aws.amazon.com/securityhub/latest/userguide/${service}-controls.html`,
  };
}

/** A page of the AWS documentation, by its path below docs.aws.amazon.com. */
export function awsDocs(title: string, path: string): Link {
  return { title, url: `https://docs.aws.amazon.com/${path}` };
}
