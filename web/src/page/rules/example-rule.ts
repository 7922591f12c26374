/** To begin with: a rule that says what a rule has. */
export const EXAMPLE_RULE = `title: Log trail stopped
description: >-
  Somebody stopped the recording of calls. From then on nobody can tell what was done.
logsource:
  product: aws
  service: cloudtrail
detection:
  selection:
    eventSource: cloudtrail.amazonaws.com
    eventName:
    - StopLogging
    - DeleteTrail
  mistake:
    errorCode|exists: true
  condition: selection and not mistake
falsepositives:
- A trail that was replaced by another
level: high
tags:
- attack.defense-impairment
gait:
  response:
  - Ask who did it, over another way than the account.
  - Start the trail again.
  examples:
    fires:
    - name: stopped
      records:
      - { eventSource: cloudtrail.amazonaws.com, eventName: StopLogging }
    quiet:
    - name: refused
      records:
      - { eventSource: cloudtrail.amazonaws.com, eventName: StopLogging, errorCode: AccessDenied }
`;
