"""The sentences of the summary, the opportunities and the risks of a brief: of each kind several wordings, with `{facts}`.

A wording says what all others of its kind say. Facts that begin with a capital ("{Renewals}") begin a sentence.
"""

from __future__ import annotations

SUMMARY: dict[str, tuple[str, ...]] = {
    "overdue": (
        "{Renewals}{worth} {were} due {when}, and {are} not decided.",
        "{Renewals}{worth} should have been decided {when}, and still {are} not.",
        "Nobody has decided on {renewals}{worth} that {were} due {when}.",
        "What was due {when} is not decided: {renewals}{worth}.",
    ),
    "revenue": (
        "{customer} brings in {revenue} a year{units}, {recurring} of it recurring.",
        "{customer} stands at {revenue} a year{units}; {recurring} of that is recurring.",
        "Revenue from {customer} is {revenue} a year{units}; {recurring} of it recurs.",
        "{customer} accounts for {revenue} a year{units}, {recurring} of which recurs.",
    ),
    "no revenue": (
        "No revenue is on record for {customer}{units}.",
        "{customer} brings in no revenue{units} so far, going by the records.",
        "The records show no revenue from {customer}{units}.",
    ),
    "at risk": (
        "{Amount} a year is at risk in {renewals}: {share} of the revenue.",
        "{Renewals} at risk {stand} for {amount} a year, or {share} of the revenue.",
        "{Share} of the revenue, {amount} a year, depends on {renewals} at risk.",
        "What is at risk: {renewals} with {amount} a year, {share} of the revenue.",
    ),
    "at risk, share unknown": (
        "{Renewals}{worth} {are} at risk.",
        "At risk: {renewals}{worth}.",
        "There {are} {renewals}{worth} at risk.",
    ),
    "pipeline": (
        "{Deals} {are} open, worth {total} and {expected} weighted by probability.",
        "The pipeline holds {deals} worth {total}, or {expected} weighted by probability.",
        "{Total} is open in {deals}; weighted by probability that is {expected}.",
        "To be won: {total} in {deals}, {expected} of it by probability.",
    ),
    "pipeline, no value": (
        "{Deals} {are} open, not valued yet.",
        "The pipeline holds {deals}, without a value so far.",
        "Nobody has put a value on {deals} that {are} open.",
    ),
    "no pipeline": (
        "No opportunity is open.",
        "The pipeline is empty.",
        "There is no open opportunity.",
    ),
    "need": (
        "The most pressing pain point: {title}",
        "What hurts most: {title}",
        "First among the pain points: {title}",
        "The customer's main complaint: {title}",
    ),
    "distant decider": (
        "{name} decides, and the relationship is {relationship}.",
        "The decision lies with {name}, to whom the relationship is {relationship}.",
        "It takes a yes from {name}; the relationship is {relationship}.",
    ),
    "no decider": (
        "No decision maker is on record.",
        "Nobody in the plan is marked as deciding.",
        "Who decides is not known.",
    ),
    "late actions": (
        "{Actions} {are} past due, {oldest}since {month}.",
        "On our side {actions} {are} late, {oldest}since {month}.",
        "We owe {actions}, {oldest}since {month}.",
    ),
    "gaps": (
        "The plan has no {either} yet.",
        "Still to be written in the plan: {missing}.",
        "What the plan lacks: {missing}.",
    ),
}

OPPORTUNITIES: dict[str, tuple[str, ...]] = {
    "since": (
        ", on the list since {month}",
        ", known since {month}",
        ", first noted in {month}",
    ),
    "terms": (
        "{State}{since}: {size}.",
        "{Size}; {state}{since}.",
        "We put it at {size}, {state}{since}.",
        "{State}{since}, and put at {size}.",
    ),
    "terms, no value": (
        "{State}{since}, not valued yet{likely}.",
        "Not valued yet{likely}; {state}{since}.",
        "It has no value yet{likely}, and is {state}{since}.",
    ),
}

RISKS: dict[str, tuple[str, ...]] = {
    "lost: title": (
        "Renewals likely to be lost",
        "A no to {renewals}",
        "{Renewals} about to end",
        "{Renewals} not coming back",
    ),
    "lost": (
        "{Renewals}{worth} {are} not expected to come.",
        "For {renewals}{worth} the answer so far is no.",
        "{Renewals}{worth} {are} marked with a no.",
    ),
    "lost: past": (
        "{Past} {was_past} due {when}, and refused{next}.",
        "The date has passed for {past}, due {when}{next}.",
        "{Past} ran out {when}{next}.",
    ),
    "lost: mitigation, one": (
        "Ask {decider} for the reasons, and for the terms on which they would stay.",
        "Find out from {ally} what went wrong, then make {decider} one clear offer.",
        "Settle with {decider} what would have to change for a second look, or plan without the money.",
        "Get the reasons from {decider} in one call, and decide within the week whether to fight for it.",
    ),
    "lost: mitigation": (
        "Ask {decider} for the reasons, and for the terms on which they would stay.",
        "Find out from {ally} what went wrong, then make {decider} one clear offer.",
        "Settle with {decider} what would have to change for a second look, or plan without the money.",
        "Get the reasons from {decider} in one call, and decide for each within the week whether to fight for it.",
    ),
    "undecided: title": (
        "Renewals not decided yet",
        "No decision on {renewals}",
        "{Renewals} in the balance",
        "An answer is missing for {renewals}",
    ),
    "overdue: title": (
        "No decision on {renewals}, due {when}",
        "Overdue: {renewals} from {quarters}",
        "{Renewals} left open since {first}",
    ),
    "undecided": (
        "{Renewals}{worth} {are} undecided.",
        "Nobody has decided on {renewals}{worth}.",
        "A decision is missing for {renewals}{worth}.",
        "It is open whether {renewals}{worth} will come.",
    ),
    "undecided: past": (
        "{Past} {was_past} due {when}, and {is_past} not decided{next}.",
        "{Past} should have been settled {when}{next}.",
        "{Past} {was_past} left open when the date came, {when}{next}.",
    ),
    "undecided: ahead": (
        "The first is due {ahead}.",
        "The first decision falls {ahead}.",
        "What comes first is due {ahead}.",
    ),
    "undecided: ahead, one": (
        "It is due {ahead}.",
        "The decision falls {ahead}.",
        "There is time until it falls due {ahead}.",
    ),
    "lost: ahead": (
        "The first is due {ahead}.",
        "The first runs out {ahead}.",
        "It begins {ahead}.",
    ),
    "lost: ahead, one": (
        "It is due {ahead}.",
        "It runs out {ahead}.",
        "The end comes {ahead}.",
    ),
    "undecided: mitigation, one": (
        "Get a yes or a no from {decider}, with a date this month.",
        "Give it an owner on our side, who puts the question to {decider} this week.",
        "Ask {decider} what is missing for a signature, and write it down with a date.",
        "Call {decider}, and do not hang up without a day for the answer.",
    ),
    "undecided: mitigation": (
        "Get a yes or a no from {decider} for each one, the largest first, with a date this month.",
        "Give each renewal an owner on our side, who puts the question to {decider} this week.",
        "Ask {decider} what is missing for a signature, and write it down with a date.",
        "Put what is open on one page, and go through it with {decider}.",
    ),
    "pain: active": (
        "Open since {month}{owned}.",
        "Known since {month}, and still there{owned}.",
        "It has hurt since {month}{owned}.",
        "On the list since {month}{owned}.",
    ),
    "pain: watched": (
        "It has been watched since {month}{owned}.",
        "Under watch since {month}{owned}.",
        "Being monitored since {month}{owned}.",
    ),
    "pain: no date": (
        "It is {state}{owned}.",
        "Its state: {state}{owned}.",
        "Today it is {state}{owned}.",
    ),
    "pain: owned": (
        "; {owner} owns it",
        ", in the hands of {owner}",
        "; it lies with {owner}",
    ),
    "pain: mitigation": (
        "Agree with {partner} on a remedy, a date and a measure of success.",
        "Set a date with {partner} by which “{title}” is history, and say how that will be seen.",
        "Sit down with {partner} this week, and settle who does what by when.",
        "Let {partner} say what a good outcome is, then promise one date and keep it.",
        "Take the first step with {partner} before the month ends, and show what it changed.",
    ),
    "pain: mitigation, blocked": (
        "{owner} owns it and stands in the way: settle the remedy with {partner} first.",
        "Work the remedy out with {partner}, since {owner}, who owns it, is a blocker.",
        "Do not start with {owner}, a blocker: let {partner} carry the remedy.",
    ),
    "person: title, weak": (
        "Weak relationship with {name}",
        "{name} is not on our side yet",
        "Thin ties to {name}",
    ),
    "person: title, unknown": (
        "Unknown relationship with {name}",
        "Nobody knows where {name} stands",
        "No known ties to {name}",
    ),
    "person": (
        "{shown} is a {role}, and the relationship is {relationship}{seen}.",
        "The relationship with {shown}, a {role}, is {relationship}{seen}.",
        "A {role} to whom the relationship is {relationship}: {shown}{seen}.",
    ),
    "person: seen": (
        "; the last contact was in {month}",
        ", with the last talk in {month}",
        "; we last spoke in {month}",
    ),
    "decision maker: mitigation": (
        "Ask {ally} to open the door, and see {name} before the next decision.",
        "Give {name} one contact of the same rank on our side.",
        "See {name} this month, and hear what they expect of us.",
    ),
    "blocker: mitigation": (
        "Make it somebody's task to win {name} over, or to limit what a no from there can stop.",
        "Answer what {name} objects to, point by point and in writing.",
        "Have {ally} speak with {name} before we do.",
    ),
    "person: interests": (
        "Start from what they care about: {interests}.",
        "What matters there: {interests}.",
        "A way in: {interests}.",
    ),
    "rival: title": (
        "Competition by {name}",
        "Pressure from {name}",
        "{name} as the alternative",
    ),
    "rival": (
        "Counts in their favour: {strengths}.",
        "What speaks for them: {strengths}.",
        "Their strong side: {strengths}.",
    ),
    "rival: mitigation": (
        "Show where they are weaker: {weaknesses}.",
        "Bring proof on their soft side: {weaknesses}.",
        "Let the customer look closely at this: {weaknesses}.",
    ),
    "rival: mitigation, no weakness": (
        "Find out where {name} is weaker, from customers who left.",
        "Nobody has noted a weak side of {name}: look for one before they come to the table.",
        "Ask {ally} how {name} is seen in the house.",
    ),
}
