import { ACCOUNT_SNAPSHOT } from "./account-snapshot/account-snapshot.ts";
import { CLOUDTRAIL } from "./cloudtrail/cloudtrail.ts";
import type { Format } from "./format.ts";
import { UPLOAD_LOG } from "./upload-log/upload-log.ts";
import { USER_ACTIVITY } from "./user-activity/user-activity.ts";

/** The formats that are recognised by their content. At most one of them recognises an input. */
export const FORMATS: readonly Format[] = [CLOUDTRAIL, UPLOAD_LOG, USER_ACTIVITY, ACCOUNT_SNAPSHOT];
