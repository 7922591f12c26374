import type { JsonObject } from "../../domain/index.ts";
import type { Assets } from "../company/asset.ts";
import type { Person } from "../company/person.ts";

/** Who signs a call, as its record shows it. */
export interface Caller {
  /** Short name: for parameters about oneself, and for labels. */
  readonly name: string;
  readonly identity: JsonObject;
}

/** A session that began at `at`: what single sign-on or AssumeRole hands out. */
export interface RoleSession {
  readonly role: string;
  /** Path of the role, with both slashes. */
  readonly path: string;
  readonly session: string;
  readonly accessKeyId: string;
  readonly roleId: string;
  readonly at: number;
  /** Instance roles carry how their credentials were delivered. */
  readonly isInstance: boolean;
}

export const toIso = (at: number): string => new Date(at).toISOString().replace(/\.\d{3}Z$/, "Z");

export function userCaller(person: Person, assets: Assets, key: string = person.accessKeyId): Caller {
  const userName = toUserName(person);
  return {
    name: userName,
    identity: {
      type: "IAMUser",
      principalId: person.principalId,
      arn: `arn:aws:iam::${assets.account}:user/${userName}`,
      accountId: assets.account,
      accessKeyId: key,
      userName,
    },
  };
}

export const toUserName = (person: Person): string => person.name.toLowerCase().replaceAll(" ", ".");

export function roleCaller(session: RoleSession, assets: Assets): Caller {
  const { role, roleId } = session;
  return {
    name: session.session,
    identity: {
      type: "AssumedRole",
      principalId: `${roleId}:${session.session}`,
      arn: `arn:aws:sts::${assets.account}:assumed-role/${role}/${session.session}`,
      accountId: assets.account,
      accessKeyId: session.accessKeyId,
      sessionContext: {
        sessionIssuer: {
          type: "Role",
          principalId: roleId,
          arn: `arn:aws:iam::${assets.account}:role${session.path}${role}`,
          accountId: assets.account,
          userName: role,
        },
        attributes: { creationDate: toIso(session.at), mfaAuthenticated: "false" },
        ...(session.isInstance ? { ec2RoleDelivery: "2.0" } : {}),
      },
    },
  };
}

export const serviceCaller = (service: string): Caller => ({
  name: service,
  identity: { type: "AWSService", invokedBy: `${service}.amazonaws.com` },
});

/** The path of roles that single sign-on makes. */
export const SSO_PATH = (region: string): string => `/aws-reserved/sso.amazonaws.com/${region}/`;
