import type { ToolFamily } from "../domain/index.ts";

/** A product token of a user agent, in lower case, and what we call it. */
type NamedTool = readonly [token: string, family: ToolFamily, name: string];

/**
 * Tools whose agents name them. Offensive ones are such as have little use but to attack or to audit by attacking;
 * a careful attacker renames them, so this is a hint and never the only evidence.
 */
const NAMED: readonly NamedTool[] = [
  ["pacu", "offensive", "Pacu"],
  ["scoutsuite", "offensive", "ScoutSuite"],
  ["scout2", "offensive", "ScoutSuite"],
  ["prowler", "offensive", "Prowler"],
  ["cloudfox", "offensive", "CloudFox"],
  ["trufflehog", "offensive", "TruffleHog"],
  ["gitleaks", "offensive", "Gitleaks"],
  ["nuclei", "offensive", "Nuclei"],
  ["weirdaal", "offensive", "weirdAAL"],
  ["endgame", "offensive", "Endgame"],
  ["s3scanner", "offensive", "S3Scanner"],
  ["enumerate-iam", "offensive", "enumerate-iam"],
  ["aws_consoler", "offensive", "aws_consoler"],
  ["cloudsploit", "offensive", "CloudSploit"],
  ["cloudmapper", "offensive", "CloudMapper"],
  ["principalmapper", "offensive", "PMapper"],
  ["pmapper", "offensive", "PMapper"],
  ["cloudbrute", "offensive", "CloudBrute"],
  ["bucket_finder", "offensive", "bucket_finder"],
  ["s3inspector", "offensive", "s3inspector"],
  ["nimbostratus", "offensive", "nimbostratus"],
  ["skyark", "offensive", "SkyArk"],
  ["dufflebag", "offensive", "Dufflebag"],
  ["quiet-riot", "offensive", "Quiet Riot"],
  ["quietriot", "offensive", "Quiet Riot"],
  ["awsloot", "offensive", "AWSLoot"],
  ["aws-recon", "offensive", "aws-recon"],
  ["aws-nuke", "offensive", "aws-nuke"],
  ["cloud-nuke", "offensive", "cloud-nuke"],
  ["peirates", "offensive", "Peirates"],
  ["kube-hunter", "offensive", "kube-hunter"],
  ["sqlmap", "offensive", "sqlmap"],
  ["nmap", "offensive", "Nmap"],
  ["nikto", "offensive", "Nikto"],
  ["gobuster", "offensive", "Gobuster"],
  ["ffuf", "offensive", "ffuf"],
  ["masscan", "offensive", "masscan"],
  ["zgrab", "offensive", "ZGrab"],
  ["metasploit", "offensive", "Metasploit"],
  ["wpscan", "offensive", "WPScan"],

  ["terraform", "infrastructure-as-code", "Terraform"],
  ["opentofu", "infrastructure-as-code", "OpenTofu"],
  ["terragrunt", "infrastructure-as-code", "Terragrunt"],
  ["pulumi", "infrastructure-as-code", "Pulumi"],
  ["pulumi-aws", "infrastructure-as-code", "Pulumi"],
  ["ansible", "infrastructure-as-code", "Ansible"],
  ["aws-cdk", "infrastructure-as-code", "AWS CDK"],
  ["aws-sam-cli", "infrastructure-as-code", "AWS SAM"],
  ["crossplane", "infrastructure-as-code", "Crossplane"],
  ["crossplane-provider-aws", "infrastructure-as-code", "Crossplane"],
  ["upjet", "infrastructure-as-code", "Crossplane"],
  ["serverless", "infrastructure-as-code", "Serverless Framework"],
  ["eksctl", "infrastructure-as-code", "eksctl"],
  ["kops", "infrastructure-as-code", "kOps"],
  ["packer", "infrastructure-as-code", "Packer"],
  ["saltstack", "infrastructure-as-code", "Salt"],
  ["chef", "infrastructure-as-code", "Chef"],
  ["puppet", "infrastructure-as-code", "Puppet"],
  ["cloudcustodian", "infrastructure-as-code", "Cloud Custodian"],
  ["cloud-custodian", "infrastructure-as-code", "Cloud Custodian"],

  ["s3console", "console", "S3 console"],
  ["ec2consolefrontend", "console", "EC2 console"],
  ["awsconsole", "console", "AWS console"],
  ["aws-console", "console", "AWS console"],
  ["awsconsolemobileapp", "console", "AWS console app"],

  ["aws-cli", "cli", "aws-cli"],
  ["aws-shell", "cli", "aws-shell"],
  ["awspowershell", "cli", "AWS Tools for PowerShell"],
  ["awspowershell.netcore", "cli", "AWS Tools for PowerShell"],
  ["awspowershell.common", "cli", "AWS Tools for PowerShell"],
  ["powershell", "other", "PowerShell"],

  ["rclone", "other", "rclone"],
  ["s3cmd", "other", "s3cmd"],
  ["s5cmd", "other", "s5cmd"],
  ["cyberduck", "other", "Cyberduck"],
  ["mountainduck", "other", "Mountain Duck"],
  ["cloudberry", "other", "CloudBerry"],
  ["cloudberrylab", "other", "CloudBerry"],
  ["winscp", "other", "WinSCP"],
  ["minio", "other", "MinIO"],
  ["megasync", "other", "MEGAsync"],
  ["postmanruntime", "other", "Postman"],
  ["steampipe", "other", "Steampipe"],
  ["amazon-ssm-agent", "other", "amazon-ssm-agent"],

  ["boto3", "sdk", "Boto3"],
  ["boto", "sdk", "Boto"],
  ["botocore", "sdk", "Botocore"],
  ["aiobotocore", "sdk", "aiobotocore"],
  ["rusoto", "sdk", "Rusoto"],
];

export const NAMED_TOOLS: ReadonlyMap<string, { readonly family: ToolFamily; readonly name: string }> =
  new Map(NAMED.map(([token, family, name]) => [token, { family, name }]));

/** Which family wins when an agent names several products: Terraform over the SDK that it is made with. */
export const FAMILY_RANKS: Readonly<Record<ToolFamily, number>> = {
  offensive: 6,
  "infrastructure-as-code": 5,
  console: 4,
  cli: 3,
  other: 2,
  sdk: 1,
  browser: 0,
  "aws-service": 0,
  absent: 0,
};

/** Names of two words, which the tokens above cannot hold: looked for in the lower-cased agent. */
export const TWO_WORD_TOOLS: readonly NamedTool[] = [
  ["scout suite", "offensive", "ScoutSuite"],
  ["s3 browser", "other", "S3 Browser"],
  ["aws console", "console", "AWS console"],
  ["mountain duck", "other", "Mountain Duck"],
  ["cloud custodian", "infrastructure-as-code", "Cloud Custodian"],
  ["nmap scripting engine", "offensive", "Nmap"],
];

/** Where AWS runs code for its users, as `exec-env/…` tells. */
export const EXECUTION_PLACES: readonly (readonly [start: string, name: string])[] = [
  ["cloudshell", "CloudShell"],
  ["aws_lambda", "Lambda"],
  ["aws_ecs_fargate", "ECS Fargate"],
  ["aws_ecs_ec2", "ECS"],
  ["aws_ecs", "ECS"],
  ["aws_codebuild", "CodeBuild"],
  ["ec2", "EC2"],
  ["aws_cloud9", "Cloud9"],
  ["amazon-sagemaker", "SageMaker"],
];
