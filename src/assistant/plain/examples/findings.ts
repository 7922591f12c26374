/** Questions about what was found and why. */
export const FINDING_EXAMPLES = {
  findings: `
what was found
what did you find
what have you found in the last 24 hours
anything found
findings
show findings
show all findings
list all findings
all anomalies
show me anomalies
anomalies today
anomalies yesterday
anomalies last 24h
anomalies over the past two days
latest anomalies
newest findings
recent findings
recent alerts
latest alerts please
alerts since monday
new alerts
any new alerts
any alerts last night
anything new
anything new since yesterday
anything unusual
anything unusual today
anything strange last night
anything weird over the weekend
anything suspicious
anything suspicious in the last hour
anything suspicious happening
anything out of the ordinary this week
anything i should know from overnight
did anything happen overnight
did anything happen last night
did something happen on january 14
did anything get flagged
did you notice anything odd in the past twelve hours
what happened
what happened yesterday
what happened last night
what happened on 12 january
what happened between 5 january and 9 january
what happened over the last three days
what was detected
what was detected this morning
what has been detected this week
what got flagged yesterday
what went wrong last night
what came up in the past 6 hours
what triggered today
which detections fired
which alerts fired in the last week
which anomalies were raised on tuesday
everything flagged this month
detections for january
detections
critical findings
critical alerts
show critical alerts only
high severity findings
list high severity anomalies of last week
medium and above
findings about @actor
findings for @actor
alerts on @actor
alerts for @actor last week
which alerts does @actor have
was @actor flagged in the last week
what was found about @actor
anomalies of @actor
anomalies involving @actor
findings with @action
findings involving @action
alerts involving @action calls
any suspicious @action
findings from address @address
alerts from @address
anything from @address
failed logins
failed logins last week
failed sign-ins
denied calls
access denied errors yesterday
brute force attempts
login anomalies
suspicious logins
strange logins
unusual logins last night
suspicious sign-ins from new devices
impossible travel
impossible travel alerts
admin actions that look suspicious
suspicious deletions
deleted logs
privilege escalation
persistence findings
give me the worst findings
top 5 findings
the ten worst anomalies
analyse the anomalies of the last 48 hours
review the alerts of last week
look at the recent detections
security events of the last day
tell me what's been found so far today
what did the detectors find last night
what did you come across since friday
what have the detectors turned up today
fill me in on what was found yesterday
what did i miss
what did i miss over the weekend
catch me up on the last day
has anything popped up in the last hour
did anything trip an alarm today
were there any alarms yesterday
were any anomalies spotted on 9 january
is there something new to look at since this morning
show me whatever you flagged in january
print all detections of the past week
give me a list of everything odd from yesterday
was there anything fishy going on last night
what unusual things went on in the last 3 days
anomalies which were detected over the last day
which suspicious events were seen yesterday
what suspicious activity was seen in the last two days
run through the anomalies of the past day
go through the alerts of the last 24 hours
analyse what happened in the past day
review recent anomalies
findings where someone deleted something
show the ones about logins
who failed to log in
which logins looked wrong
did anyone delete anything suspicious
did anyone fail to log in a lot
anyone trying passwords
was something out of place on 14 january
did anything look off on tuesday
did something look wrong in the last 12 hours
what set off your alarms yesterday
give me the alarms of the last twelve hours
was there trouble yesterday
any trouble last night
which alarms went off while i was asleep
what came out of detection on monday
what did your rules pick up between 8 and 10 january
tell me of every oddity in the last two days
read me the alerts from this morning
critical stuff from the past three days
crit alerts past week
what's been raised against @address
has anything been raised about @actor
which detections concern @actor
detections of high severity about @actor
what strange things did you see on wednesday
something fishy on 12 january?
i was away for a week, what did i miss
i was on leave since monday, what came up
i have been out for three days, what was found
what did the system complain about yesterday
what did the alarms say over the weekend
everything the system reported from 16 to 18 january
give me all complaints of the detectors since friday
show refused calls that were noticed in the last two days
need all alerts for last week
anything weird
anything weird @period
anything bad
anything bad @period
anything critical
anything critical @period
anything new for me
anything i need to know
nothing critical, right
nothing bad @period, right
nothing serious since monday, right
so nothing was found @period
was there nothing @period
list everything critical
list everything high
everything critical
everything high and above
all criticals
all crit
show me the bad stuff
show me the bad stuff @period
show me everything @period
what is there on @period
what is there for @period
what do you have for @period
what have you got for @period
what was going on @period
what was wrong @period
noise @period
alerts per severity @period
were there any failed logins
any failed logins @period
any brute force
any brute force attempts @period
any impossible travel
did anybody log in from two places at once
anyone in two countries at the same time
who logged in from two countries at once
were new users created @period
any new users created
any new keys made
any new admin made @period
was logging switched off
who switched off logging
who turned off @action
@action turned off by whom
who used root
who used the root account
any use of root
root logins @period
was root used
was @action stopped
was the trail stopped
did somebody turn the logs off
is somebody covering tracks
any public buckets found
was something made public
any secrets read
did anyone read secrets
any privilege escalation @period
persistence @period
lateral movement @period
@technique
@technique @period
show me @technique
findings for @technique
`,
  incidents: `
incidents
show incidents
list incidents
list all incidents
all open incidents
open incidents
open cases
show me the cases
cases of last week
incidents yesterday
incidents this week
incidents last month
incidents since 10 january
recent incidents
latest incidents
new incidents
any incidents
any incidents last night
any incidents today
were there incidents on 14 january
were there any attacks campaigns
critical incidents
high severity incidents
show critical incidents
top 3 incidents
worst incidents
gravest incidents
incidents about @actor
incidents with @actor
incidents involving @actor
which incidents is @actor part of
is @actor part of any incident
what incidents do we have
which incidents are open
which incidents are there
which cases are still open
what attack stories were found
attack chains
which attack chains did you find
campaigns
ongoing cases
unresolved incidents
incidents nobody has judged
give me an incident list
what incidents happened this week
do we have any open incidents right now
are there cases that nobody closed
give me all the incidents since monday
which stories did you put together
show me the attack stories
which serious incidents are there
the five gravest incidents please
are there incidents that @actor has a part in
incidents of critical severity
were there incidents at the weekend
how do the incidents of last week look
bring up the incidents
cases opened in the last seven days
which critical cases came up this week
which incidents came in over the last 48 hours
what cases are on the table
how do the open cases look
give me the files that are still open
any story that involves @actor
`,
  explain: `
@finding
@incident
explain @finding
explain @incident
explain finding @finding
explain incident @incident
why finding @finding
why was @finding raised
why did @finding fire
why is @finding critical
why is incident @incident so severe
what is @finding
what is @incident about
what is behind @incident
what does finding @finding mean
what happened in @incident
what happened in incident @incident
tell me about @finding
tell me about incident @incident
tell me more about @incident
show @finding
show incident @incident
open @incident
open finding @finding
details of @finding
details for incident @incident
describe @incident
summarise incident @incident
summarize @finding
investigate incident @incident
investigate @finding
evidence for @finding
what is the evidence for @incident
is @finding a false positive
is @finding real
could @finding be harmless
what triggered @finding
who is involved in @incident
which steps did the attacker take in @incident
walk me through @incident
break down @finding
reason for @finding
help me understand @finding
what makes @finding suspicious
why should i care about @finding
how did you arrive at @finding
what led to @incident
how did incident @incident unfold
what's the story of incident @incident
give me the reasons for @finding
what proves @finding
show the evidence of incident @incident
can you explain why @incident was raised
which accounts are part of @incident
is incident @incident serious
what would have made @finding quiet
what's @incident all about
justify @finding
i don't understand @finding
i don't get why @finding is there
what am i looking at with @incident
tell me the whole story of @incident
`,
  techniques: `
techniques
which techniques were used
which techniques were seen
which attack techniques did you see
what techniques are attackers using
what ttps were observed
ttps last week
mitre
mitre coverage of findings
mitre att&ck techniques
mitre overview
mitre mapping
map the findings to mitre
map findings to att&ck
att&ck matrix
att&ck techniques by count
show the kill chain
which tactics were used
which tactics do we see most
most common techniques
most frequent tactics
top techniques
top 5 techniques
top ten tactics this month
how are they attacking us
how do the attackers operate
what methods do attackers use
attack methods
which parts of the kill chain were reached
is there any @technique
did you see @technique
was @technique used
show @technique
who used @technique
tactics and techniques of last week
which adversary techniques turned up yesterday
what attack patterns were seen
which tricks are the attackers using
what is the tradecraft of the attackers
which att&ck ids appear most
what attack techniques have we been hit with
list techniques by number of findings
which mitre tactics are involved
what stages of an attack do we see
which stage of the kill chain are they in
have you seen anything of @technique
is @technique happening here
how often was @technique seen
in mitre terms, what happened
in att&ck terms, what are they doing
what do the intruders do, in terms of techniques
speak att&ck to me
which moves from the attacker's playbook did we see
by which methods are we attacked
`,
  hours: `
what causes the spike at 3 am
why the spike at 3am
why is there a spike at night
spike at 3
spike at 03:00
what's the peak at 2 am
what happened at 3 am
what goes on at 4 in the morning
what happens around midnight
why are there so many alerts at midnight
why so many findings at 5 pm
so many anomalies at three in the morning, how come
explain the burst at 14:00
explain the surge of alerts around 3
explain the hump at 22:00
what is behind the 3am peak
who is behind the 3 am spike
who is responsible for the peak at midnight
which users cause the spike at 3 am
reason for the 3 am spike
what drives the increase at 3 in the morning
anomalies at 3 am
findings at 3 am
alerts around midnight
alerts by hour
findings by hour of day
findings per hour
anomalies by time of day
hourly distribution of alerts
hourly breakdown
at what time of day do anomalies happen
at what hour do most alerts occur
at which hours is it worst
which hour is the worst
which hours are busiest for findings
when in the day do attacks happen
when during the day do most anomalies occur
what time do the attackers work
peak hours
is there a peak at night
are there spikes during the night
do things happen outside working hours
is there more going on at night
anything unusual at 3 am
unusual activity between 1 am and 5 am
what is the cause of the nightly peak
is there a spike
what makes three in the morning so busy
why does everything happen at 2 am
why do we see a bump at 4 am
why do the alarms go off at 3 in the night
what goes wrong every night at 3
why is 3 am so noisy
who is awake at 3 am and doing this
what sets off so many alerts at 03:00
what lies behind the nightly wave of alerts
where does the 3 am wave come from
the alert count jumps at 3 am, why
we see lots of detections at about 3 am, what are they
reason for the rise in anomalies at three o'clock
which part of the day is the most dangerous
is there a time of day when more is found
how are findings spread over the day
when do most of the alerts come in
are nights worse than days
show me a clock of the findings
every night at about three it gets busy, how come
the dashboard lights up at 2 am each night, why
there is always trouble around 4 am, what is it
what is it with 3 am
at what o'clock are there most alerts
at what hour do we see the largest number of alerts
which hour sees the highest number of findings
what time do the most anomalies come
who or what is responsible for the jump at 3 am
what explains the rise at three at night
when should i expect most alerts
when is it busiest
when are attackers most active
why does one hour stick out
what is that tall bar at 3 am
why is the bar at 3 am so tall
do attackers prefer the night
do they attack by day or by night
is it mostly at night or during the day
`,
} as const;
