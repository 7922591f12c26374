/** Questions about identities and what they do, by what they ask; `@actor` and the like stand for what a question names. */
export const PEOPLE_EXAMPLES = {
  "risky-actors": `
who is the riskiest
who are our riskiest users
top risky accounts
top 10 risk scores
list the ten most dangerous identities
show me the highest risk people
which accounts have the highest score
any idea who i should be watching
who should i keep an eye on
who should we be suspicious of
users ranked by risk please
rank everybody by how risky they are
risk ranking
risk leaderboard
worst offenders
who are the worst offenders this month
who looks dodgy
anyone looking suspicious
is there anybody suspicious
which employees look compromised
are any of our accounts compromised
have any users been hacked
which user accounts might have been taken over
who is most likely to be an insider threat
point me to the most suspicious person
give me the names of the most dangerous users
whose risk score is the greatest
whose account is most at risk
sort users by risk
highest scoring identities
who tops the risk list
who has the most findings against them
which users have the most alerts
which account triggered the most detections
which person causes the most trouble
who is behind these findings
which users are behind them
who is responsible for most alerts
our most problematic users
which service accounts are risky
list suspicious users
suspicious people
bad actors
who are the bad guys
find me the people i should talk to about this
which identities carry most risk as of yesterday
tell me which staff members are a danger
could you show who poses the biggest threat
who has been doing dodgy stuff
most suspicious accounts of the week
top 3 users to worry about
which colleagues should concern us
name the five people with the worst score
who do you trust least
who among our people is the biggest risk at the moment
which identities deserve the closest watch
which of our users would you call most dangerous
i have time for three people, whose accounts should i check
whom should i be most suspicious of
who is at the top of your list of suspects
who are the prime suspects
names of the culprits please
who do these alerts point at
which account is causing all these alerts
are there any rogue employees
do we have a bad apple among our staff
is someone on the inside up to no good
which machine accounts look compromised
give me a ranking of identities with their scores
who climbed to the top of the risk ranking this week
which contractors are the shadiest
whose score went up the most
show the people with the greatest danger score first
what users are the biggest security risk
there must be somebody rotten in here, who is it
name names, who is dangerous
which person would you lose sleep over
who would you bet is the attacker
which credentials have been stolen by outsiders
whose credentials are in the hands of an attacker
which sign-ins seem to belong to an impostor
which of the accounts has most probably been taken over by an attacker
give me some names to watch
five names to keep a close eye on
who needs watching
give us the black sheep
if one of our people were a thief, who would it be
line up the users from most to least dangerous
which people give you cause for alarm
the riskiest three, please
top of the risk table
could one of our own be behind this
who should i be concerned about
who should frighten me
who do we need to fear
which of our people might hurt us
which employee is likely to do damage
who of the staff could harm the company
who could be a saboteur
estimate which people are the most dangerous
identities by score, descending
who gives you sleepless nights
who's worst
who is worst
who is the worst
who is worse
who's the riskiest
whos the riskiest
riskiest rn
riskiest guy
who should i watch
who do i need to watch
whom should i talk to
whom do i need to talk to about security
who has the highest score
who has highest risk score
give list of dangerous people
list of dangerous persons
which person is the most dangerous
which persons are dangerous
dangerous users list
worst user
worst 5 users
name and shame
top offender
who is on top of the list
give me names
i need names
names please
names of the worst
names of suspects
names of the worst people
who exactly are the worst ones
`,
  "unusual-actors": `
who is behaving oddly
who behaves differently than before
users with strange behaviour
which users changed their habits
show users acting unusually
has anyone started doing things they never did before
is anybody doing something they normally don't
did anyone deviate from their routine
who is not acting like themselves
whose behaviour has changed
accounts behaving abnormally this week
anyone acting weird lately
any odd user behaviour
any user whose pattern is off
identities that deviate from their baseline
list people who broke their usual pattern
which accounts drifted from normal
people doing things out of the ordinary
who stands out from their peers
which employees differ from their colleagues
outliers among our users
behavioural outliers
behavioral anomalies by user
user behaviour anomalies
abnormal users
unusual accounts
weird accounts
anomalous identities please
find users with abnormal activity
which accounts show irregular activity
who has been active at unusual times
who logged in from somewhere new
who signed in from an unusual place
who is working at odd hours
did somebody use services they never touched before
who did something for the first time
which people have unusual patterns of access
strange activity by which users
has anybody's conduct changed in the last fortnight
who moves differently from before
show me who is out of character
who isn't following their normal pattern
anyone off baseline
users off their baseline in january
does anybody act unlike the rest of their team
which roles behave unlike before
who suddenly does things differently
has somebody's routine shifted lately
which users no longer behave as they used to
did anybody start using tools they had never used
whose habits are new
who is doing something new to them
is there somebody who acts unlike their peers
which accounts act strangely compared with their own history
people whose activity doesn't fit their past
which users don't fit the pattern of their team
who has stopped following their routine
did anyone begin working from a new place
show employees whose conduct is out of line with the past
find me the oddballs
is a colleague acting strange
which identities surprised you
who did unusual things at the weekend
who has changed their ways
who used to behave and now doesn't
whose activity looks nothing like last month's
which employees have taken up new habits
which of the team is straying from routine
show me everyone whose activity is out of keeping with their history
anyone whose work looks different all of a sudden
is anybody not themselves lately
who is doing stuff that isn't like them
whose way of working changed all at once
did anybody's behaviour turn around
has somebody's style of work changed
people with a sudden change of conduct
who is behaving strange
who behaves strange
who behave different than before
who did things they never did before
who did something new
who is not acting like himself
who does things they don't usually do
who is acting up
people with strange behaviour lately
`,
  actor: `
@actor
who is @actor
what do we know about @actor
what do you know about @actor
tell me everything about @actor
profile of @actor
give me @actor's profile
show @actor
look up @actor
look into @actor
check @actor
check out @actor for me
investigate @actor
can you investigate @actor please
dig into @actor
details on @actor
info on @actor
summary of @actor
summarise @actor for me
report on @actor
is @actor suspicious
is @actor a threat
is @actor dangerous
is @actor compromised
should i worry about @actor
should we be worried about @actor
can i trust @actor
what's the risk of @actor
how risky is @actor
risk score of @actor
@actor's risk
why is @actor so risky
why is @actor ranked so high
why does @actor have such a high score
why was @actor flagged
what's wrong with @actor
what's up with @actor
what is going on with @actor
what has @actor been up to
what's the story with @actor
anything on @actor
anything suspicious about @actor
has @actor been hacked
was the account of @actor taken over
tell me about the account @actor
background on @actor
dossier on @actor please
analyse @actor's behaviour
analyze the behavior of @actor over the last month
recent activity of @actor
deep dive on @actor
review @actor's activity
i need to know about @actor
investigate @actor's activities this week
what about @actor then
what kind of account is @actor
which regions does @actor use
where does @actor work from
give me the lowdown on @actor
what can you tell me about @actor
i would like to see what you have on @actor
is there any reason to distrust @actor
is there something fishy about @actor
do we have anything on @actor
how bad is @actor
how suspicious is @actor
is @actor one of the bad guys
pull up @actor
pull the file on @actor
open @actor's profile
what is known about @actor
is there anything i should know about @actor
who or what is @actor
examine @actor closely
what makes @actor risky
what is the risk level of @actor
why does @actor show up so often
has @actor been compromised
is the account @actor hijacked
@actor please
@actor?
take a look at @actor
have a look at what @actor has been doing lately
research @actor
something is off with @actor, have a look
friend or foe, @actor
i keep hearing about @actor, what's your view
what's your take on @actor
someone mentioned @actor to me, is there something to it
collect everything concerning @actor
put together a picture of @actor
@actor worries me
i'm worried about @actor
how does @actor look
@actor: anything?
does @actor pose a danger
would you say @actor is trustworthy
what sort of activity does @actor show
whats up with @actor
what is up with @actor
what's going on with @actor
what is the matter with @actor
is @actor ok
is @actor okay
is @actor clean
is @actor bad
is @actor a problem
should i be worried about @actor
should we worry about @actor
anything known about @actor
anything against @actor
what do you have on @actor
what do we have on @actor
@actor any issues
@actor, problem or not
@actor pls
@actor details
@actor status
@actor risk
how dangerous is @actor
why does @actor have such a high risk
why is @actor on top of the list
why is the risk of @actor so high
explain the score of @actor
what's the deal with @actor
what is the deal with @actor
what is the story of @actor
what's @actor's story
what is it with @actor
@actor what's the deal with that one
@actor, is that one a problem
`,
  timeline: `
what did @actor do
what did @actor do yesterday
what did @actor do on the last day
what was @actor doing at 3 am
what has @actor done since monday
what was done by @actor on january 12
timeline of @actor
@actor timeline
give me a timeline for @actor
chronology of @actor
show @actor step by step
show me step by step what @actor did
list everything @actor did last week
list the actions of @actor
list @actor's events
list all calls made by @actor
all events by @actor
show the events of @actor in order
show @actor's event log
event history for @actor
activity log for @actor
audit trail of @actor
@actor's trail for the last 48 hours
history of @actor
walk me through @actor's day
walk me through what @actor did
which actions did @actor perform
which api calls did @actor make
what commands did @actor run
what was @actor up to between 2 and 4 am
when was @actor active
when did @actor log in
when did @actor last sign in
last thing @actor did
latest actions of @actor
most recent events for @actor
first things @actor did on 14 january
retrace the steps of @actor
trace @actor
sequence of events for @actor
what happened on the account of @actor on sunday
reconstruct what @actor did last night
@actor's movements yesterday
hour by hour, what did @actor do
did @actor do anything yesterday
what files did @actor touch
what exactly did @actor get up to on monday
give me a blow by blow of @actor's activity
can i see everything @actor did in order
in what order did @actor do things
tell me the steps that @actor took
show the latest things done by @actor
what was the last action of @actor
which operations did @actor carry out yesterday
what calls came from @actor last night
reconstruct the day of @actor
put @actor's actions in order
what happened in @actor's sessions
list what @actor touched in the last two hours
show all of @actor's calls between 5 january and 6 january
follow @actor through the day
one by one, what did @actor do on 13 january
lead me through the afternoon of @actor
what were the last five actions of @actor
the last few things that @actor did
and what did @actor get up to after midnight
retell @actor's monday
what did @actor do next
minute by minute, @actor on 9 january
give me @actor's complete record for yesterday
go over what @actor did last night
what did @actor do after the alert
what did @actor do before the alert
what did @actor do after that
show me what @actor did after the alert
show me what @actor did before the finding
show what @actor did
show me everything @actor did @period
what happened after @actor came in
what was @actor doing around the alarm
what was @actor doing when the alert fired
did @actor do something @period
did @actor do anything @period
has @actor done something @period
was @actor active @period
was @actor active
was @actor working @period
was @actor there on monday
every step of @actor
@actor step by step
@actor's steps
@actor @period
@actor what happened
@actor's day
@actor's moves @period
where was @actor @period
when was @actor last seen
when was @actor last active
last activity of @actor
`,
  baseline: `
compare @actor with the usual
compare @actor with their baseline
compare @actor's last week with before
compare @actor to normal
compare @actor now and before
how does @actor compare with usual
how does @actor differ from normal
how different is @actor from before
how has @actor changed
has @actor changed
has @actor's behaviour changed
did @actor's behaviour change this month
is @actor behaving differently
is @actor acting normal
is @actor acting normally
is this normal for @actor
is that usual for @actor
what is normal for @actor
what is unusual about @actor
what's odd about @actor
what's different about @actor
what is @actor doing differently
what does @actor usually do
what does @actor do that they never did before
is @actor doing anything out of the ordinary
is @actor out of character
is @actor deviating from their baseline
baseline of @actor
@actor vs baseline
@actor versus normal
@actor against their own past
@actor compared with before
@actor this week versus last week
what's new with @actor
what is new for @actor
anything new for @actor
new things @actor does
does @actor do more than usual
is @actor busier than usual
is @actor more active than before
any deviation for @actor
contrast @actor's recent activity with the past
measure @actor against the norm
how unusual is @actor's week
is this how @actor normally works
does this look like @actor's normal behaviour
does @actor usually do this
has anything changed for @actor
what changed for @actor in the last week
in what way is @actor different now
what sets @actor's last days apart from their past
what is @actor doing now that they did not do before
did @actor begin to act differently
how far is @actor from their usual self
is @actor's activity higher than normal
did @actor download more than they usually do
what does @actor's baseline look like compared with now
has @actor used new regions or tools
does @actor's recent work match their past
does what @actor did fit how they usually behave
how does @actor's week stack up against their history
set @actor's last week against the weeks before
is @actor still the same as a month ago
would @actor normally do such things
put @actor side by side with their own past
how do the last days of @actor stack up against earlier ones
hold @actor's activity up against what is usual for them
does @actor's conduct resemble their earlier conduct
is that normal for @actor
@actor normal or not
@actor usual or unusual
is @actor acting differently
does @actor behave as always
@actor compared to before
@actor this week compared to before
@actor now versus before
what is new with @actor
what changed with @actor
what does @actor do differently
`,
  transfers: `
who downloaded the most
who is downloading the most data
who downloads a lot
top downloaders
biggest downloaders last month
largest downloads
big downloads
download volumes
downloads per user
downloads yesterday
show downloads
show me the downloads of the last week
list the biggest data transfers
data transfers
data volumes by user
how much data left the cloud
how much data went out yesterday
how much did we lose
how many gigabytes were taken out
how much did @actor download
how many bytes did @actor pull
what did @actor download
did @actor download anything
did @actor take data
did @actor exfiltrate anything
is @actor stealing data
has @actor leaked anything
was anything stolen
was any data stolen
was data taken out at night
has data leaked
did any data leak
is data leaking
are we losing data
any sign of exfiltration
any signs of data theft
any evidence that someone is stealing our data
exfil
exfiltration
possible exfiltration in the last 7 days
check for data exfiltration
look for exfiltration
detect data leakage
data loss
did anyone take files with them
did anybody copy large amounts of data
did somebody pull lots of data at the weekend
is someone siphoning off files
who took out how much
who moved the most data
who transferred the most bytes
who sent data out
who copied everything from the buckets
who is sending data outside
mass download
mass downloads in january
bulk downloads
unusual downloads
suspicious downloads
abnormal transfer volumes
outbound traffic by user
outbound data last 24h
egress by user
egress volume
bytes out per identity
are there downloads that look like theft
does the download activity look like theft
do the download patterns suggest theft
suspiciously large transfers
how much data has walked out of the door
did somebody walk off with our data
is anybody making copies of our files
have large amounts of files been fetched
who is hoarding files
who grabs the most from our buckets
which user pulled the most bytes
which accounts move the most data out
which people download much more than others
users who downloaded far more than usual
anyone downloading more than usual
has anyone been downloading like crazy
show me who exported data last week
was there a leak
do you see a data leak
could someone have smuggled data out
could our data have been stolen
is there a sign that files were taken
what left the company yesterday
what is being downloaded
volume of downloads per day
ranking of people by bytes downloaded
how many megabytes did we send out on monday
are there big flows of data to the outside
analyse data leaving our cloud
analyze file transfers for leakage
are the downloads of @actor suspicious
have documents been carried out of the company
have any files found their way out
i'm afraid somebody took our documents
has confidential material been taken
did secrets get out
did any of our stuff end up outside
are our files being carried off
has anything been smuggled out
was a large amount of data pulled by one person
who has the heaviest outgoing traffic
who has fetched more than they should
which account carried off the most
how many gigs has @actor fetched
how much stuff did @actor take
is there evidence of documents being taken out
how big were yesterday's downloads
did an unusual amount of data go out on 14 january
total data out per user since 12 january
who took the most data
how much did @actor download @period
how much did @actor take
did @actor steal anything
did @actor exfiltrate
did @actor leak something
@actor exfil
@actor exfiltration
@actor data theft
@actor download volume
how much data left @period
how much data went out @period
did any data leave
did data leave the company
was data stolen
was any data stolen @period
any data loss @period
any leak @period
biggest downloads @period
largest transfers @period
`,
  uploads: `
uploads
show uploads
show me the uploads
show upload analyses
upload analysis
upload activity
analyse uploads
analyze upload behaviour
upload patterns
upload bursts
any upload spikes
unusual uploads
suspicious uploads
who uploaded the most
who uploads a lot
who is uploading to many services
who uploads to cloud storage
top uploaders
largest uploads
biggest uploads last week
how much was uploaded
how much did people upload
uploads by user
uploads per user
uploads to dropbox
who put files on google drive
who uploaded to several services
did anyone upload something big
did anybody upload large files
did @actor upload anything
what did @actor upload
how much did @actor upload
were files uploaded to outside services
data brought in
inbound data by user
what was uploaded yesterday
is anyone uploading too much
what do the upload logs say
is anybody uploading strange amounts
who pushes files to outside storage
which users upload to more than two services
which people upload the most
what was put on dropbox
analyse what people upload
do the uploads look normal
how many megabytes were uploaded by @actor
show the bursts of uploads
anything odd in the uploads
are there unusual days of uploads
which services do people upload to
show me what the upload report says
what do people put into other people's clouds
who has been sending files up to dropbox
is too much being uploaded by anyone
did someone upload on an unusual number of services
`,
} as const;
