/** Questions about who did something that the logs name: the events themselves, not what was found in them. */
export const DEED_EXAMPLES = {
  activity: `
who called @action
who calls @action
who used @action
who uses @action
who used @action @period
who touched @action
who has touched @action lately
who accessed @action
who ran @action
who made @action calls
who did @action
who invoked @action
who is using @action
who was using @action
who works with @action
who made changes in @action
who changed something in @action
which users called @action
which users used @action
which accounts touched @action
which people work with @action
which identities accessed @action
did anyone use @action
did anyone call @action @period
did anyone touch @action
did anybody run @action
did somebody access @action
has anyone used @action
has anyone touched the @action keys
has anybody called @action
was @action called
was @action used
how often was @action called
how many times was @action called
how often did @actor call @action
how many times did @actor use @action
did @actor use @action
did @actor touch @action
did @actor ever call @action
has @actor called @action
did @actor delete anything
did @actor log in
when did @actor use @action
everyone who called @action
everybody who used @action
list everyone who used @action
list all users who called @action
list users of @action
list all @action calls
list calls of @action
show @action calls
show me all @action events
show me who used @action
show events of @action
show use of @action
usage of @action
use of @action by person
@action by user
@action usage per user
@action activity
all @action events @period
how many @action calls were there
count @action calls
number of @action calls
who uses @address
who is behind @address
who was on @address
who came from @address
who logged in from @address
who signed in from @address
who connected from @address
whose address is @address
whose ip is @address
who does @address belong to
what did @address do
what is @address doing
what has @address done
what was done from @address
what do we know about @address
what about @address
tell me about @address
look into @address
check @address
check the ip @address
check ip @address please
lookup @address
investigate @address
is @address bad
is @address malicious
is @address known
is @address suspicious
is @address dangerous
is @address one of ours
is @address normal for us
do we know @address
do we know this ip: @address
have we seen @address
have we seen @address before
have you seen @address
has @address been seen
did @address show up
did @address do something
did anyone come from @address
activity from @address
all activity of @address
events from @address
traffic from @address
connections from @address
logins from @address
requests from @address
@address
ip @address
who logged in
who logged in @period
who logged on yesterday
who signed in last night
who signed in from @country
who logged in during the night
who has logged in today
who logged in over the weekend
who was logging in at night
which users logged in
which users signed in from @country
which people logged in on monday
did anyone log in last night
did anybody sign in from @country
has anyone logged in from @country
list all logins
list logins @period
list the logins of @actor
show me the logins
show all logins from @country
show sign-ins from @country
login history
login activity
how many logins were there
how many logins from @country
how many times did @actor log in
logins by user
who deleted something
who deleted things
who deleted anything @period
who deleted files
who deleted the bucket
who deleted data
who has been deleting things
who removed something
who destroyed something
which users deleted something
which accounts deleted data
did anyone delete anything
did anybody delete something @period
did someone remove anything
has anyone deleted data
was anything deleted
was something deleted @period
what was deleted
what got deleted
list all deletions
list deletions by user
show me the deletions
show all deletes
how many deletions were there
deletions by user
who made administrative changes
who did admin actions
who made admin changes @period
list admin actions
any admin changes @period
what admin actions were done
who logged in from @country
who logs in from @country
logins from @country
which accounts logged in from @country
did somebody log in from @country
who downloaded something from @country
who deleted something in @region
who logged in to @region
who wiped data
did somebody wipe something @period
has someone purged data
who erased things @period
was anything erased
`,
} as const;
