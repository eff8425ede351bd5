import type { Link } from "../../rule.ts";

const GUIDES = {
  acm: "Certificate Manager",
  apigateway: "API Gateway",
  appsync: "AppSync",
  athena: "Athena",
  autoscaling: "Auto Scaling",
  backup: "Backup",
  cloudfront: "CloudFront",
  cloudtrail: "CloudTrail",
  cloudwatch: "CloudWatch",
  codebuild: "CodeBuild",
  cognito: "Cognito",
  config: "Config",
  datafirehose: "Data Firehose",
  dms: "Database Migration Service",
  documentdb: "DocumentDB",
  dynamodb: "DynamoDB",
  ec2: "EC2",
  ecr: "ECR",
  ecs: "ECS",
  efs: "EFS",
  eks: "EKS",
  elasticache: "ElastiCache",
  elasticbeanstalk: "Elastic Beanstalk",
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
  networkfirewall: "Network Firewall",
  opensearch: "OpenSearch Service",
  rds: "RDS",
  redshift: "Redshift",
  redshiftserverless: "Redshift Serverless",
  route53: "Route 53",
  s3: "S3",
  sagemaker: "SageMaker",
  secretsmanager: "Secrets Manager",
  ses: "SES",
  sns: "SNS",
  sqs: "SQS",
  ssm: "Systems Manager",
  stepfunctions: "Step Functions",
  transfer: "Transfer Family",
  waf: "WAF",
  workspaces: "WorkSpaces",
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
