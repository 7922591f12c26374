/** What to do when a technique was seen: first stop it, then put it right. In our own words. */
export interface Remedy {
  readonly name: string;
  readonly contain: string;
  readonly repair: string;
}

/** By ATT&CK v19 technique; a sub-technique without a row of its own has its technique's. */
export const REMEDIES: Readonly<Record<string, Remedy>> = {
  T1005: row(
    "Data from a local system",
    "Isolate the machine and keep a copy of its disk.",
    "Find out which files were read, and rotate every secret among them.",
  ),
  T1020: row(
    "Automated exfiltration",
    "Cut the route: end the mirror, the replication or the schedule.",
    "List what was copied and to where, and tell the owner of the data.",
  ),
  T1021: row(
    "Remote services",
    "End the sessions and close the door by which they came.",
    "Allow remote access only through a session service that records.",
  ),
  T1036: row(
    "Masquerading",
    "Compare the thing with what its name claims, and disable it if they differ.",
    "Name by convention and tag owners, so that strangers stand out.",
  ),
  T1037: row(
    "Start-up scripts",
    "Stop the machine before it starts again with the changed script.",
    "Set the script back from source control and rebuild the machine.",
  ),
  T1040: row(
    "Network sniffing",
    "Remove the mirror session and its target.",
    "Rotate what crossed the network unencrypted.",
  ),
  T1048: row(
    "Exfiltration by another protocol",
    "Block the destination and the port.",
    "Reckon the bytes that left, and tell the owner of the data.",
  ),
  T1052: row(
    "Exfiltration by a physical medium",
    "Stop the shipment or the device job.",
    "Ask who ordered it, and require approval for such jobs.",
  ),
  T1053: row(
    "Scheduled task",
    "Disable the schedule.",
    "Remove its target and the identity that made it, if nobody claims it.",
  ),
  T1059: row(
    "Command interpreter",
    "Stop the command and isolate the machine.",
    "Read what ran, and rotate the credentials of the machine's role.",
  ),
  T1069: row(
    "Permission groups looked up",
    "Ask the person whether it was they who looked.",
    "Take away list permissions that the identity does not need.",
  ),
  T1070: row(
    "Traces removed",
    "Deny deletion on the log store at once and copy what is left.",
    "Restore from versions or backups, and lock the store.",
  ),
  T1072: row(
    "Deployment tools",
    "Pause the tool and revoke the credentials it runs with.",
    "Review what it changed since, and roll back.",
  ),
  T1074: row(
    "Data gathered in one place",
    "Deny reads of the place where data were gathered.",
    "Delete the copies after the evidence is kept.",
  ),
  T1078: row(
    "Valid accounts",
    "End all sessions of the identity and suspend it until the person confirms over another channel.",
    "Replace password, keys and second factor; look at everything it did since it first looked strange.",
  ),
  T1087: row(
    "Accounts looked up",
    "Ask the person whether it was they who looked.",
    "Alert on listing by identities that never did it.",
  ),
  T1090: row(
    "Proxy",
    "Block the address and end the sessions that came from it.",
    "Allow sign-in from known networks only.",
  ),
  T1098: row(
    "Account manipulation",
    "Take back the key, policy or login that was added, and suspend both identities.",
    "Go through every permission that either of them changed; allow such changes to one pipeline alone.",
  ),
  T1110: row(
    "Brute force",
    "Block the address and lock the accounts that answered.",
    "Force new passwords with a second factor; look for a success after the failures.",
  ),
  T1113: row(
    "Screen capture",
    "Ask the person; revoke the permission if they do not know of it.",
    "Limit who may take pictures of consoles.",
  ),
  T1114: row("Mail collected", "Remove the forwarding rule or the copy.", "Tell those whose mail was read."),
  T1119: row(
    "Automated collection",
    "Suspend the identity and deny reads of what it was working through.",
    "List what was read; rotate secrets in it.",
  ),
  T1133: row(
    "External remote services",
    "Close the way in until its owner is known.",
    "Put it behind a gateway with a second factor.",
  ),
  T1136: row(
    "Account created",
    "Disable the new identity and its keys before anything else.",
    "Delete it after the evidence is kept, and suspend whoever made it until they explain.",
  ),
  T1190: row(
    "Exposed application attacked",
    "Take the application offline or put a filter before it.",
    "Patch it, and rotate everything that it could read.",
  ),
  T1195: row(
    "Supply chain",
    "Stop deployments from the affected source.",
    "Rebuild from a version that is known to be good.",
  ),
  T1199: row(
    "Trusted relationship",
    "Take the other account out of the trust policy.",
    "Ask the partner; restore trust with an external id and fewer rights.",
  ),
  T1213: row(
    "Data from repositories",
    "Revoke the session's access to the repository.",
    "List what was read, and rotate secrets in it.",
  ),
  T1219: row(
    "Remote access tools",
    "Isolate the machine and remove the tool.",
    "Allow only tools on a list.",
  ),
  T1484: row(
    "Policy or trust of the domain changed",
    "Set the policy, provider or trust back as it was.",
    "Check every identity that could sign in by it meanwhile.",
  ),
  T1485: row(
    "Data destroyed",
    "Suspend the identity, cancel pending deletions and lock what is left.",
    "Restore from versions or backups; switch on delete protection.",
  ),
  T1486: row(
    "Data encrypted for impact",
    "Suspend the identity and cancel the deletion of keys.",
    "Restore from clean copies; do not write over the evidence.",
  ),
  T1489: row(
    "Service stopped",
    "Start it again from a known state and suspend the identity.",
    "Protect it against deletion and stopping.",
  ),
  T1490: row(
    "Recovery prevented",
    "Switch versioning and backups on again and lock them.",
    "Check that a restore works today.",
  ),
  T1491: row(
    "Defacement",
    "Serve the last good version.",
    "Find the credential that could write there, and replace it.",
  ),
  T1496: row(
    "Resources hijacked",
    "Stop the instances, functions or sending, in every region.",
    "Remove the identity's rights to start them; lower quotas; ask the provider about the bill.",
  ),
  T1498: row("Denial of service", "Turn on the provider's protection.", "Set limits before the service."),
  T1499: row(
    "Endpoint denial of service",
    "Limit the callers that overload it.",
    "Set quotas for each caller.",
  ),
  T1518: row(
    "Software looked up",
    "Ask the person whether it was they who looked.",
    "Alert on it for identities that never did it.",
  ),
  T1525: row(
    "Image implanted",
    "Quarantine the image and stop what runs from it.",
    "Rebuild it from source; sign images and admit only signed ones.",
  ),
  T1526: row(
    "Services looked up",
    "Ask the person whether it was they who looked.",
    "Take away list permissions that the identity does not need.",
  ),
  T1528: row(
    "Application token stolen",
    "Revoke the token and those that were refreshed from it.",
    "Bind tokens to a device or an address.",
  ),
  T1530: row(
    "Data from cloud storage",
    "Deny the identity reads of the bucket and end its sessions.",
    "List the objects that it read, decide what was sensitive, tell the owner; narrow the bucket's policy.",
  ),
  T1531: row(
    "Access removed from others",
    "Restore the people's access through the emergency account.",
    "Suspend the identity that took it away.",
  ),
  T1535: row("Unused regions", "Stop everything in the region.", "Deny the region by policy."),
  T1537: row(
    "Data moved to another cloud account",
    "Take back the share and refuse the other account.",
    "Treat what was shared as stolen: reckon with it being copied; deny external sharing by policy.",
  ),
  T1538: row(
    "Dashboards looked at",
    "Ask the person whether it was they who looked.",
    "Limit consoles to those who need them.",
  ),
  T1546: row(
    "Triggered execution",
    "Remove the trigger and the function that it starts.",
    "Review who may write triggers.",
  ),
  T1548: row(
    "Elevation abused",
    "Take back the elevated session or permission.",
    "Require approval and a second factor for elevation.",
  ),
  T1550: row(
    "Other authentication material used",
    "Revoke the tokens and sessions, older ones too.",
    "Shorten sessions; bind them to known networks.",
  ),
  T1552: row(
    "Unsecured credentials",
    "Rotate the credential that was read.",
    "Move it to a secret store; forbid version 1 of the metadata service.",
  ),
  T1555: row(
    "Secret stores read",
    "Rotate every secret that was read, the widest first.",
    "Narrow who may read which secret; alert on many in a short time.",
  ),
  T1556: row(
    "Authentication changed",
    "Set the sign-in settings back and require the second factor again.",
    "Check who signed in meanwhile.",
  ),
  T1557: row(
    "Adversary in the middle",
    "Take the certificate or endpoint out of use.",
    "Replace it and the secrets that passed through.",
  ),
  T1566: row(
    "Phishing",
    "Withdraw the message and reset those who followed it.",
    "Use a second factor that cannot be phished.",
  ),
  T1567: row(
    "Exfiltration over web services",
    "Block the service for this identity and end its sessions.",
    "List what was uploaded, ask the provider to take it down, tell the owner.",
  ),
  T1572: row(
    "Tunnelling",
    "Close the tunnel and isolate the machine.",
    "Allow outgoing connections to known places only.",
  ),
  T1574: row(
    "Execution flow hijacked",
    "Remove the layer, extension or library.",
    "Deploy the function anew from source.",
  ),
  T1578: row(
    "Compute infrastructure changed",
    "Quarantine the new machine, snapshot or image.",
    "Delete it after the evidence is kept; allow such changes by pipeline alone.",
  ),
  T1580: row(
    "Infrastructure looked up",
    "Ask the person whether it was they who looked.",
    "Take away list and describe permissions that the identity does not need.",
  ),
  T1584: row(
    "Infrastructure taken over",
    "Lock the domain or the record.",
    "Restore it, and look who could change it.",
  ),
  T1585: row(
    "Accounts established",
    "Disable the sender or the account.",
    "Require approval for new senders.",
  ),
  T1586: row(
    "Accounts compromised",
    "Suspend the account and reset it.",
    "Ask its owner what else used the same password.",
  ),
  T1589: row(
    "Identities gathered",
    "Block the address.",
    "Answer alike for names that exist and that do not.",
  ),
  T1590: row("Network information gathered", "Block the address.", "Publish less about the network."),
  T1595: row("Active scanning", "Block the address.", "Check that what it found is meant to be reachable."),
  T1608: row(
    "Capabilities staged",
    "Delete what was put there after keeping a copy.",
    "Restrict who may publish from the account.",
  ),
  T1609: row(
    "Container commands",
    "End the session and isolate the container.",
    "Deny exec into containers in production.",
  ),
  T1610: row("Container deployed", "Stop the container.", "Admit only signed images from your own registry."),
  T1619: row(
    "Storage objects listed",
    "Ask the person whether it was they who looked.",
    "Limit listing of buckets to those who need it.",
  ),
  T1648: row(
    "Serverless execution",
    "Disable the function and its triggers.",
    "Review its code and role, and deploy it anew.",
  ),
  T1649: row(
    "Certificates stolen or forged",
    "Revoke the certificate.",
    "Move private keys to where they cannot be exported.",
  ),
  T1651: row(
    "Cloud administration command",
    "Stop the command and isolate the machines that it reached.",
    "Limit who may run commands, and record their output.",
  ),
  T1657: row(
    "Financial theft",
    "Call the bank or the provider at once.",
    "Require two people for changes of payment.",
  ),
  T1666: row(
    "Resource hierarchy changed",
    "Bring the account back under the organisation.",
    "Deny leaving and inviting by policy.",
  ),
  T1685: row(
    "Defences disabled",
    "Switch logging and detection on again before anything else.",
    "Find out what happened while they were off, from other sources; deny switching off by policy.",
  ),
  T1686: row(
    "Firewall changed",
    "Set the rule back.",
    "Look who connected meanwhile; allow such changes by pipeline alone.",
  ),
};

function row(name: string, contain: string, repair: string): Remedy {
  return { name, contain, repair };
}

/** The remedy of a technique or of the one that it is part of; null: the catalogue has none. */
export function findRemedy(technique: string): (Remedy & { readonly technique: string }) | null {
  for (const id of [technique, technique.split(".", 1)[0]!]) {
    const remedy = Object.hasOwn(REMEDIES, id) ? REMEDIES[id] : undefined;
    if (remedy !== undefined) return { ...remedy, technique };
  }
  return null;
}
