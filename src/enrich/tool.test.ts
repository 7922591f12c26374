import { expect, test } from "vitest";
import { createEnricher } from "./enricher.ts";
import { AGENT_LENGTH_MAX, parseTool } from "./tool.ts";

const read = (agent: string) => {
  const { family, name, version, os } = parseTool(agent);
  return [family, name, version, os];
};

test.each([
  [
    "aws-cli/2.15.0 md/awscrt#0.19.19 ua/2.0 os/macos#22.6.0 md/arch#arm64 lang/python#3.11.8 md/pyimpl#CPython cfg/retry-mode#standard md/command#s3.ls",
    ["cli", "aws-cli", "2.15.0", "macos"],
  ],
  ["aws-cli/1.18.136 Python/3.8.5 Linux/5.10.0 botocore/1.17.59", ["cli", "aws-cli", "1.18.136", "linux"]],
  [
    "[aws-cli/2.11.2 Python/3.11.2 Darwin/22.3.0 exe/x86_64 prompt/off command/s3.cp]",
    ["cli", "aws-cli", "2.11.2", "macos"],
  ],
  [
    "aws-cli/2.15.37 Python/3.11.8 Linux/6.1 exec-env/CloudShell exe/x86_64.amzn.2023",
    ["cli", "aws-cli", "2.15.37", "CloudShell"],
  ],
  [
    "AWSPowerShell.NetCore/4.1 .NET_Core/6.0 OS/Windows",
    ["cli", "AWS Tools for PowerShell", "4.1", "windows"],
  ],
  [
    "Boto3/1.26.2 Python/3.10.8 Linux/4.14 exec-env/AWS_ECS_FARGATE Botocore/1.29.2",
    ["sdk", "Boto3", "1.26.2", "ECS Fargate"],
  ],
  [
    "Boto3/1.34.0 md/Botocore#1.34.0 ua/2.0 os/windows#10 md/arch#amd64 lang/python#3.12",
    ["sdk", "Boto3", "1.34.0", "windows"],
  ],
  [
    "Botocore/1.29.2 Python/3.10.8 Linux/5.4 exec-env/AWS_Lambda_python3.10",
    ["sdk", "Botocore", "1.29.2", "Lambda"],
  ],
  ["aws-sdk-go/1.38.37 (go1.16; linux; amd64) S3Manager", ["sdk", "aws-sdk-go", "1.38.37", "linux"]],
  [
    "aws-sdk-go-v2/1.30.0 os/macos lang/go#1.22 md/GOOS#darwin api/iam#1.34",
    ["sdk", "aws-sdk-go-v2", "1.30.0", "macos"],
  ],
  [
    "aws-sdk-java/2.20.0 Linux/5.10 OpenJDK_64-Bit_Server_VM/17 Java/17",
    ["sdk", "aws-sdk-java", "2.20.0", "linux"],
  ],
  [
    "aws-sdk-js/3.400.0 ua/2.0 os/linux#5.10 lang/js md/nodejs#18.0 api/s3#3.400.0",
    ["sdk", "aws-sdk-js", "3.400.0", "linux"],
  ],
  ["aws-sdk-rust/1.1.4 os/linux lang/rust/1.75", ["sdk", "aws-sdk-rust", "1.1.4", "linux"]],
  [
    "APN/1.0 HashiCorp/1.0 Terraform/1.5.7 (+https://www.terraform.io) terraform-provider-aws/5.1 aws-sdk-go-v2/1.30 os/linux",
    ["infrastructure-as-code", "Terraform", "1.5.7", "linux"],
  ],
  ["APN/1.0 Pulumi/1.0 PulumiAWS/6.0 aws-sdk-go/1.44", ["infrastructure-as-code", "Pulumi", "1.0", null]],
  ["APN/1.0 Ansible/2.15 Boto3/1.26 Python/3.11", ["infrastructure-as-code", "Ansible", "2.15", null]],
  ["cloudformation.amazonaws.com", ["infrastructure-as-code", "CloudFormation", null, null]],
  [
    "[S3Console/0.4, aws-internal/3 aws-sdk-java/1.12.488 Linux/5.10]",
    ["console", "S3 console", "0.4", "linux"],
  ],
  ["[AWS Console S3, S3Console/0.4 cfg/retry-mode/legacy]", ["console", "S3 console", "0.4", null]],
  ["console.amazonaws.com", ["console", "AWS console", null, null]],
  ["console.ec2.amazonaws.com", ["console", "AWS console", null, null]],
  ["signin.amazonaws.com", ["console", "AWS console", null, null]],
  ["AWS Internal", ["aws-service", "AWS Internal", null, null]],
  ["aws-internal/3 aws-sdk-java/1.12.692 Linux/5.10", ["aws-service", "aws-internal", null, null]],
  ["config.amazonaws.com", ["aws-service", "config.amazonaws.com", null, null]],
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Safari/537.36",
    ["browser", "Chrome", "125.0.0.0", "windows"],
  ],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:124.0) Gecko/20100101 Firefox/124.0",
    ["browser", "Firefox", "124.0", "macos"],
  ],
  ["Pacu/1.5 Boto3/1.26 Python/3.11 Linux/6.1", ["offensive", "Pacu", "1.5", "linux"]],
  ["Boto3/1.26 Python/3.11 Linux/6.6.9-kali1-amd64 Botocore/1.29", ["offensive", "Boto3", "1.26", "kali"]],
  [
    "aws-cli/2.15.0 os/linux#6.5 md/distrib#parrot.6 md/command#iam.list-users",
    ["offensive", "aws-cli", "2.15.0", "parrot"],
  ],
  ["Scout Suite/5.12", ["offensive", "ScoutSuite", null, null]],
  ["TruffleHog", ["offensive", "TruffleHog", null, null]],
  ["rclone/v1.65.0", ["other", "rclone", "v1.65.0", null]],
  ["S3 Browser/11.6.7 (https://s3browser.com)", ["other", "S3 Browser", null, null]],
  ["python-requests/2.28.0", ["other", "python-requests", "2.28.0", null]],
  ["my-runner_01234567-89ab-cdef-0123-456789abcdef", ["other", "my-runner", null, null]],
])("%s", (agent, expected) => {
  expect(read(agent)).toEqual(expected);
});

test("what is absent or unreadable says so", () => {
  expect([undefined, null, "", "-", " ", "[]"].map((value) => parseTool(value).family)).toEqual(
    Array(6).fill("absent"),
  );
  expect(parseTool(7)).toMatchObject({ family: "other", name: "unreadable" });
  expect(parseTool({ a: 1 })).toMatchObject({ family: "other", name: "unreadable" });
});

test("a word inside another word is no offensive tool", () => {
  for (const agent of ["mikali/1.0", "kalium/1.0", "endgames-app/2", "Boto3/1.2 app/notpacu", "parrotlet"]) {
    expect(parseTool(agent).family, agent).not.toBe("offensive");
  }
});

test("an agent is read up to the limit, and not past it", () => {
  const padded = (length: number) => `${"x".repeat(length - " Pacu".length)} Pacu`;
  expect(parseTool(padded(AGENT_LENGTH_MAX)).family).toBe("offensive");
  expect(parseTool(padded(AGENT_LENGTH_MAX + 1)).family).toBe("other");
});

test("an agent of a megabyte is read in its first part only, fast", () => {
  const started = performance.now();
  for (const start of ["Mozilla/5.0 (", "aws-cli/", "[", "a/", "(((", "Mozilla/5.0 (Linux; Android "]) {
    const { name, version } = parseTool(start.repeat(Math.ceil(1_000_000 / start.length)));
    expect(name.length).toBeLessThanOrEqual(64);
    expect((version ?? "").length).toBeLessThanOrEqual(64);
  }
  expect(performance.now() - started).toBeLessThan(500);
});

test("equal agents give the same object", () => {
  const enricher = createEnricher({ geo: null });
  expect(enricher.toTool(["Boto3", "/1.0"].join(""))).toBe(enricher.toTool("Boto3/1.0"));
});
