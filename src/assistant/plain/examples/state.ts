/** Questions about the whole, about places, and about what to do. */
export const STATE_EXAMPLES = {
  posture: `
posture
security posture
what's our posture
describe our security posture
summarise the security posture
summarize our current posture
give me a summary
give me the big picture
big picture please
overview
overview please
quick overview of our security
short overview of last week
status
status report
current status
security status
security summary for the month
where do we stand
where do we stand on security
how are we doing
how are we doing security wise
how do things look
how does it look today
how do things stand
how bad is it
how safe are we
how secure is our cloud
are we secure
are we safe
are we ok
is everything ok
is everything alright
is all well
all good
all quiet
is our environment secure
state of security
state of play
state of affairs last week
what is the situation
what's the overall situation right now
brief me
brief me please
morning briefing
executive summary
exec summary for my boss
summary for management
summary of last week
sum up the last 24 hours
recap of yesterday
wrap up of the week
general health of the environment
security health check
sitrep
one paragraph on how secure we are
what should i tell my manager about our security
tl;dr
how is our security looking
how is our security right now
how are things security-wise
how healthy is our cloud
how well are we protected
how good is our security
are we in good shape
are we in trouble
what shape are we in
what's the overall state of our security
what is the state of things
what does the security landscape look like
put our security posture in a nutshell
in a nutshell, how are we
in short, where are we with security
give me a rundown of the situation
give me the headlines
give me a digest of last week
explain the overall picture to me
i need a short security report for the board
draft a summary of our security state
could you sum up how we are doing
bring me up to speed
bring me up to speed on our security
what do i tell the board
condition of our environment
if my boss asks how secure we are, what do i say
the board has two minutes, how is our security
for a busy person, how do we stand
all in all, where are we
all things considered, how are we doing
on the whole, are we safe
one page about our security
give the management version
overall, is it good or bad
how would you rate our security
should i be happy with our security
paint me a picture of our security
what does today look like
is it safe
is all good
everything ok
everything okay
is everything fine
everything under control
can i sleep tonight
can i go home
how are we doing today
what do i tell the boss
what do i tell my boss
what do i say to management
one sentence for management
exec summary
management summary
summary for the board
summary please
status please
status @period
short status
status update
give me the status of @period
how was @period
how did @period go
how did the week go
was it quiet
was it quiet @period
was it calm @period
quiet
quiet @period
calm @period
busy @period
how quiet was it @period
what is the risk for the company
what are the risks for the company
how big is the risk for us
what must i say to my manager
my manager asks what the risk is
my manager wants to know how we are
what should i report to my boss
a paragraph for the board
a few lines for the report
two sentences for the board report
write a short text for the board
write me a summary for the report
write a few lines about our security for management
text for the management report
`,
  concerns: `
concerns
main concerns
what are the main concerns
biggest concerns
top concerns
top risks
top threats
biggest risks
biggest threats right now
main threats
what are the biggest threats we face
what are the key risks
key risks today
what threatens us most
what is threatening us
what should worry me
what worries you
what worries you most
what keeps you up at night
what should keep me awake
what should i be concerned about
what should i be afraid of
anything to worry about
anything i should be worried about
is there anything to be concerned about
do i need to worry
do we have a problem
do we have any security problems
what's wrong
what are our problems
most serious problems
most serious issues this week
most pressing security issues
most severe threats
gravest issues
gravest threats
worst things going on
worst problem right now
security issues
security concerns
security risks
major security problems
are we under attack
is somebody attacking us
are there any active attacks
is there an attack going on
have we been breached
did someone break in
what are the most critical threats
what is the worst thing that's happening
which risks matter most
which problems should concern us
what are the gravest things right now
which dangers do we face
which threats should i care about
which threats are the most serious
what are the biggest security headaches
what is our number one problem
what is the most dangerous thing happening to us
what troubles should i know about
what should make me nervous
what could hurt us most
what hurts us most
which issues are the worst
are there serious issues
is something serious going on
is anything really bad happening
has somebody got in
has anyone broken in
are hackers in our system
is an attacker active in our cloud
tell me the key risks at the moment
name our main risks
name the top three threats
list the major issues
red flags
any red flags
what should frighten us most
what frightens you
what is the scariest thing you found
of all you know, what is the worst
is there an intruder in our systems
is there somebody inside who should not be
is an attack under way as we speak
are we being hacked right now
is anyone attacking us at this moment
which dangers are the most pressing
where does it hurt most
what are the big things i should care about
what is the worst that is going on here
bad things first, please
what should the management be worried about
`,
  trend: `
trend
trends
show trends
show me the trend
trends last week
trend of the last 30 days
trend over the last month
trend of anomalies
trend of alerts this month
alert trend
anomaly trend for january
findings over time
findings per day
findings by day
findings day by day
alerts per day
anomalies per day over the past fortnight
daily number of alerts
daily anomalies
weekly trend
how have things developed
how have findings developed
how has it changed since last week
how did things change over the week
how does this week compare with last week
how does this week compare to the one before
compare this week with last week
compare this month and last month
this week versus last week
week over week
is it getting worse
is it getting better
is the situation getting worse
are we getting better
are we improving
are attacks increasing
are alerts increasing
are there more alerts than last week
are there fewer findings than before
more anomalies than usual this week
more or less than last week
is the number of findings rising
is the number of incidents going down
did alerts go up yesterday
has the number of anomalies dropped
has it calmed down
which day had the most alerts
which day was the worst
what was the busiest day
plot the findings over the last two weeks
draw the anomalies per day
graph of alerts
chart the anomalies of last month
development over the past 10 days
evolution of threats
historical trend
in which direction are we heading
has it got better since last week
how did the week go compared with the one before
how is this week different from last week
what has changed since last week
what changed in the last seven days
what has changed in the past month
are we seeing more alerts than before
are we seeing fewer attacks
do the numbers go up or down
is it going up or down
is the curve rising
are detections climbing
did the number of anomalies go down over the last fortnight
are there more threats now than a month ago
show how alerts moved over the last ten days
give me a chart of findings per day
findings for each day of the last week
the course of the last week
how busy was each day of last week
compared with last month, are things worse
which way are things heading
are things calming down
are we on an upward or a downward path
did last week bring more findings than the week preceding it
how many findings on each day of the last week
for every day of last week, the number of findings
how many anomalies per day over the last ten days
how many alerts a day did we get this month
how many alerts each day
number of findings per day
count of alerts for each day
was the past week better or worse than the one before
do things look brighter than a fortnight ago
what direction are the numbers taking
is there more of this lately
does the trouble grow
has it become more or less
findings this week as opposed to last week
this month as opposed to last month
how did the number of alerts evolve
up or down
more or less than before
more or fewer than last week
this week vs last week
this week against last week
compare @period with the week before
is it more than last week
is it getting quieter
are we getting better or worse
did it get worse
better or worse than last month
worse than before
how does this week compare
how is this month compared to the last
is the situation better than last month
is the situation better than before
is the situation worse than last week
is it better or worse now
are we better off than before
was last month better
was it better last week
`,
  regions: `
regions
regions by threat
threat by region
threat level by region
which regions
which region is the worst
which region is worst hit
which region is the most dangerous
which regions are most at risk
which regions have the most findings
which aws regions are affected
which cloud regions are attacked most
what region has the most anomalies
what regions are under attack
top regions
top 3 regions
top regions by alerts
rank regions
rank the regions by risk
list regions
list of regions with alerts
show regions
show me the threat per region
riskiest region
riskiest regions
hottest regions
most attacked regions
anomalies by region
findings by region
alerts per region
incidents by region
break down the alerts by region
breakdown by region
distribution of threats across regions
geographic distribution of threats
geographical overview
threat map
map of threats
heat map
where are the threats
where do we have the most alerts
where is it worst
where do the anomalies come from
where are the hot spots
in which regions are anomalies detected
in which locations do we see trouble
from which regions do the threats come
regional threat levels
regional view
compare regions
unusual regions
do we see activity in regions we don't use
which parts of our cloud are hit hardest
which cloud locations are the most dangerous
which of our regions is under the heaviest attack
which data centres have the most trouble
in which region is it worst
in which region should i be most careful
where in our cloud are the threats
where geographically are the most threats
where are attacks concentrated
where is the danger greatest
where do most findings come from
where do we get the most alerts from
what are the hot spots on the map
what is the threat level in each region
order the regions by danger
put regions in order of threat
compare threat levels between regions
are some regions worse than others
how do the regions compare
list threat levels per region
which bit of our cloud is on fire
where on the map is it red
which corner of our cloud is worst
which locations cause the most trouble
sort the cloud locations by trouble
geographically, where is the bulk of the danger
where does the bulk of the alerts come from
where is it burning
which site has the biggest problem
which of our sites are attacked
where is most of this happening
where is all of this happening
what part of the world is hit hardest by region
`,
  countries: `
countries
which countries
countries by threat
threat by country
threat levels by country
which country is the worst
which country is the most dangerous
which countries do attacks come from
which countries do the logins come from
which countries are people working from
which foreign countries show up
what countries do we see
what country has the most anomalies
top countries
top 5 countries
rank countries
rank the countries by alerts
list countries
list all countries with findings
show countries
riskiest countries
anomalies by country
findings by country
alerts per country
logins by country
events by country
breakdown by country
from which country do the attackers come
from what countries are we attacked
countries of origin
country of origin of the attacks
suspicious countries
unusual countries
new countries
any access from abroad
any logins from abroad
activity from overseas
foreign logins
who logs in from foreign countries
which nations are behind the attacks
where in the world do attacks come from
where in the world are the attackers
in which country is the most trouble
which country sends us the most trouble
which country gives us the most alerts
who attacks us, by country
list the nations by number of findings
from where in the world do people log in
what foreign places do people sign in from
did anybody connect from a foreign country
do we get logins from strange countries
how do the countries compare
what is the threat level of each country
order countries by danger
are there accesses from countries where we have no staff
break the findings down by the country they came from
which nation are the dodgy logins from
what country do the bad logins come from
which country do most of the attackers sit in
what part of the world are attackers from, by country
which countries should we block
number of findings for each country
`,
  place: `
@region
@country
threats from @region
threats in @region
threats from @country
what comes from @country
what comes out of @region
what's happening in @region
what happens in @country
what is going on in @region
what's going on in @country this week
what happened in @region yesterday
what happened in @region
anything in @region
anything from @country
anything suspicious from @country
anything bad in @region
any attacks from @country
any logins from @country
any activity from @country
any trouble in @region
are there threats from @country
is @region safe
is @region dangerous
is @country a threat
is @country a problem
how dangerous is @region
how risky is @country
why is @region so bad
why is @region risky
why does @country rank so high
why so many alerts from @country
explain @region
explain the alerts from @country
explain the threat level of @country
tell me about @region
tell me about traffic from @country
details for @region
findings in @region
findings from @country last month
anomalies in @region
anomalies from @country
alerts from @region last week
show alerts in @region
show activity from @country
incidents in @region
who works in @region
who is active in @region
who is attacking from @country
do we have users in @country
did anyone connect from @country
were there sign-ins from @country
analyse @region
investigate @region
look into @country
check @region for me
and what about @region then
what does @region look like
is something bad going on in @region
is something wrong in @country
is there anything to worry about in @region
are there any problems with @region
what is wrong with @region
what's the deal with @region
what is the threat in @region
what is found in @region
what do we see from @country
what threats are there in @region
what kind of threats come from @region
what malicious activity comes out of @country
tell me what threats we see out of @region
tell me more about the threats in @region
give me details on @region
give me the story on @country
describe the threats of @region region
describe the danger from @country
how is @region doing
how bad is @region
how many threats come from @region
who is behind the threats in @region
who is causing trouble in @country
list threats originating in @region
everything suspicious in @region
break down @region
@region threats
@country threats please
@region, what is going on there
should i be worried about @region
should @country keep me awake
should @region be blocked
did anything at all come from @country
we have nobody in @country, so did anything come from there
what was detected in @region over the last week
lay out what was found in @region
list what was found in @country
everything that came out of @country
@region: what is found there
do the things in @region look bad
was there something from @country last week
who on earth connects from @country
`,
  controls: `
controls
security controls
which controls
which controls do we need
which controls should we put in place
which controls are missing
what controls would have stopped this
what controls help against this
what controls do you recommend
recommend controls
recommend some security measures
suggest controls
suggest improvements
suggest security improvements
how can we improve
how can we improve our security
how do we improve security
how can we protect ourselves
how do we protect our data
how can this be prevented
how could we have prevented this
how do i stop this from happening again
how do we prevent data theft
how do we avoid this in the future
how do we lock down our cloud
how to harden our accounts
how to be safer
hardening advice
hardening tips
hardening measures
best practices for us
what can be done to reduce our risk
what can we do to be more secure
what measures should we take
what safeguards are missing
what protections should we add
what should we change in our setup
what should we implement
what would make us safer
which defences should we strengthen
which policies should we introduce
which preventive measures make sense
should we enforce mfa
do we need mfa
nist csf controls
nist recommendations
recommendations
any recommendations
what do you recommend
give me security advice
advice please
preventative controls against what was found
how can we make our environment safer
how do we get safer
how can we keep this from happening again
how do we make sure this never happens again
what can be done to stop attacks like these
what would have prevented these incidents
what would protect us from these attacks
what should we put in place
what should we invest in
what should we roll out next
what security measures would you put in place
which measures would help most
which settings should we tighten
which weaknesses should we fix for good
which guardrails are worth having
where should we strengthen our defences
where is our protection weak
tell me how to reduce the risk in the long run
tips to improve security
ideas for better security
what do you advise to make us more secure
security improvements we should make
what protective steps does nist recommend for us
how should we strengthen our security
how could we have stopped this from the start
how could all this have been avoided
what could we have done to stop this
what would a careful company do
what would an expert put in place here
what would you change about our security
which protective measures do you propose
which protections do you propose for us
what does it take to make us secure
what can we do so that this does not come again
what would keep attackers out
how do we keep the attackers out
how do we close the door on them
which controls answer to what was found
what should be our long term measures
which improvements follow from what was found
how do we close the holes
which doors should we close
what lessons should we draw for our defences
what should we learn from these incidents
`,
  priorities: `
priorities
what are the priorities
what's the priority
investigation priorities
priority list
prioritise
prioritise my work
prioritize the alerts
prioritize the incidents please
triage
triage list
triage queue
help me triage
what first
what should i do first
what should i look at first
what should i investigate first
what should i investigate next
what do i look at next
what do i start with
what to tackle first
what needs my attention
what needs attention now
what is most urgent
what is the most urgent thing
what's the most important thing to look at
what's urgent
anything urgent
anything that needs immediate attention
which incident first
which incident should i look at first
which case is the most urgent
which alerts matter most
which findings deserve attention first
which of these should i work on first
which one is more important
where should i begin
where should i start
where do we start
where to focus
where should the team focus today
where should my analysts spend their time
order of investigation
in what order should i go through the incidents
my to do list
to-do for today
next steps for the investigation
recommend what to investigate
suggest what to look into next
plan my day
what do i need to deal with right now
what should my team work on today
what would you look at first
what would you do first
what can wait and what can't
which one do i open first
which investigation is the most important
which investigations come first
which things need looking at urgently
which incidents should be handled before the others
which issue should i address first
i have an hour, what should i look into
i just came in, what is waiting for me
if i had to choose one incident, which
put the incidents in order of urgency
sort my queue
sort the cases by urgency
give me an order in which to investigate
rank the incidents by importance
rank what i should investigate
what order should i work in
point me to where i should start
set priorities for my investigation
prioritised list of what to look into
i only have an hour, where is it best spent
my shift begins, what do i do first
my day starts now, where do i begin
what deserves my time
where is my time best spent
what is the first thing on my plate
what should be tackled first
in which order do i tackle the open cases
put the cases in the order i should tackle them
what comes first
which cases are the most pressing
which fire do i put out first
there is so much, what matters
tell me what to look at before lunch
i am drowning in alerts, which ones matter
too much to do, what is first
which of these can't wait
`,
  remedies: `
remediation
remediation steps
remediation plan
suggest remediation
suggest remediation for risky users
recommend remediation steps for @actor
remediate @actor
what should we do about @actor
what should i do about @actor
what do i do with @actor
what do we do about the risky users
what do we do with compromised accounts
what can i do about @actor
what to do about @actor
what to do with suspicious accounts
what action should i take on @actor
what actions should be taken against @actor
what steps should i take for @actor
what steps to take against suspicious users
how do i respond
how do i respond to @actor
how should we respond to this
how should i react to @actor
how should we deal with @actor
how do i deal with high risk users
how do we handle the risky accounts
how to handle @actor
how to contain @actor
how can i contain the compromised account
how do i contain this
how to clean up after @actor
how to recover from this
how do i fix this
how to fix the accounts of risky users
how do i mitigate the risk of @actor
mitigate
mitigation steps for the top users
mitigation for high risk accounts
containment steps
containment plan for @actor
response plan
response plan for suspicious users
incident response steps
playbook for @actor
playbook for compromised users
steps to take for the riskiest people
steps to secure @actor's account
advice on what to do about @actor
recommend actions for @actor
recommended actions for high-risk identities
action plan for dangerous accounts
should i disable @actor
should we lock @actor out
should we suspend the riskiest accounts
do we need to block @actor
do i need to reset @actor's credentials
what should be done about the dangerous users
what should we do with our riskiest people
what is to be done with @actor
what now with @actor
what is the right response to @actor
what measures should we take against @actor
which steps do we take with compromised users
which actions do you recommend for the worst offenders
how can the accounts at risk be made safe
how can we bring down the risk of these users
how do we lower the risk of risky users
how do we stop @actor
how do we secure the account of @actor
how would you remediate the top risky identities
how best to respond to suspicious users
give me steps to contain the riskiest identities
give me a plan for the high-risk users
tell me what to do about high risk people
tell me how to fix @actor
list remediation actions
list the steps to clean up the compromised accounts
propose fixes for the risky identities
corrective actions for risky users
advise on handling the suspicious accounts
ways to deal with the high risk identities
@actor is trouble, how do i deal with it
@actor is bad, what now
what is the correct way to deal with @actor
what is the proper response to @actor
tell me how to get @actor under control
bring the dangerous accounts back under control
how do we get our riskiest accounts under control
lay out how to deal with the most dangerous accounts
how to put things right with the risky users
how do i make the risky accounts safe again
how do we take care of the users with the highest risk
what should happen to the riskiest users
what treatment do the worst accounts need
which countermeasures against the riskiest users
what can be done about the high-risk accounts
`,
  coverage: `
coverage
detection coverage
what is covered
what is not covered
what's missing
what are we missing
what do we miss
what could you not look at
what couldn't you see
what can't you see
what can you not see
what wasn't checked
what was not checked
what was not looked at
what did you not look at
what was looked at
what did you look at
what can you see
what can you detect
what do you detect
where are our blind spots
where are the gaps
blind spots
any blind spots
gaps in coverage
gaps in our monitoring
how complete is the picture
how complete is our monitoring
how good is our coverage
do we see everything
are we blind anywhere
is anything not monitored
are all logs read
are any logs missing
which logs are missing
which logs do you have
which logs do we have
which logs are read
which log sources are there
which data sources do you use
which detectors could not run
which detectors are inactive
which detectors could not look
which detectors ran
which rules ran
why could detectors not look
when did you last look
when did detection run last
is the data complete
how current is the data
how far back does the data go
what don't you know
what don't we see
what do we not see
what is invisible to you
what parts of the cloud are you blind to
what escapes you
what kinds of attack could you not detect
which attacks would we miss
which attacks can you detect
which logs do you need
which logs would help
which kinds of log are missing
which parts are not monitored
is our monitoring complete
is there something you can't see
do you see all our logs
have you looked at everything
have all events been looked at
did you check everything
did all detectors run
how thorough was the last check
how much of att&ck do your rules cover
how many detectors are there
what is your detection coverage by tactic
when was the last detection
what slips past you
what could slip past you
what kind of attack would get past you
which attacks would go unnoticed
what would go unnoticed
tell me honestly, what do you miss
which logs would you want that you don't have
are there log sources you lack
what have you not been given
what do you not look at and why
can i rely on you seeing everything
how much do you actually see
what is outside of your view
what is out of sight for you
what was outside your field of vision
what do you have no view of
what goes under your radar
what remained unseen
`,
  statistics: `
how many events
how many events are there
how many events last week
how many events were there yesterday
how many logs did you read
how many log entries are there
how many records were rejected
how many users are there
how many users do we have
how many identities
how many accounts are active
how many people were active last week
how many findings
how many findings are there
how many findings this month
how many findings does @actor have
how many findings for @actor
how many alerts
how many alerts did we get yesterday
how many alerts in total
how many alerts were there today
how many anomalies were detected
how many anomalies in the last 24 hours
how many anomalies in @region
how many incidents
how many incidents do we have
how many incidents last month
how many critical findings
how many critical alerts are there
how many high severity incidents
how many failed logins
how many calls were denied
how many errors
how many events did @actor make
how much data is there
how much is stored
number of events
number of users
number of findings last week
number of alerts in january
count of incidents
count the findings
count events
count anomalies by severity
total findings
total number of events
total events in the last 7 days
statistics
stats
stats please
stats for last week
some numbers please
key figures
give me the numbers
severity breakdown
findings by severity
give me counts
how big is the data set
how many log lines did you take in
how many findings by severity
how many calls were made on monday
how many people do you know
how many different users appear
how many alarms went off last week
how many of the findings are critical
how many anomalies have there been this month
how many incidents are open
how many identities have findings
what is the number of alerts today
what's the total of events this week
total alerts last month
event count for january
number of failed calls
number of incidents by severity
how many log events have you taken in
what is the total number of log events
what number of events do you hold
how much have you read
how many people show up in the logs
what's the count of critical findings
what is the count of findings for @actor
number of distinct users
how many distinct accounts are in the data
how many people are in this data
how many people are in the data
how many persons are in there
how big is the data
how many people in total
`,
  help: `
help
help me
please help
what can you do
what can i ask
what can i ask you
what questions can i ask
what questions do you understand
what kind of questions do you answer
what do you do
what are you
who are you
what is this
how does this work
how do i use this
how do you work
how to use this
give me examples
examples of questions
sample questions
show me what you can do
what are you able to answer
what are your capabilities
what else can you do
what are you good for
can you help me
i don't know what to ask
what should i ask
hi
hello
hello there
good morning
hey
what kinds of things can i ask you
what sort of questions can you answer
what can you tell me
what do you know
what topics do you cover
what commands do you understand
how can you help me
how can you help
how can i use you
how do i ask you something
how do i talk to you
i am new here, what can you do
i need help
i'm lost
list what you can do
tell me what you can do
give me an example of a question
show some example questions
examples
what now
usage
menu
options
who am i talking to
what could i possibly ask
which subjects do you know about
what is the use of you
what else
how should i phrase my questions
`,
} as const;
