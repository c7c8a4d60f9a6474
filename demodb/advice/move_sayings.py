"""The sentences of a brief's recommendations: of each kind several wordings, with `{facts}`, and of each step as well."""

from __future__ import annotations

MOVES: dict[str, tuple[str, ...]] = {
    "secure: title": (
        "Secure {renewals} worth {amount}",
        "Hold {amount} of yearly revenue",
        "Turn {renewals} into a yes",
        "Bring home {amount} in renewals",
    ),
    "secure: title, no amount": (
        "Secure {renewals}",
        "Turn {renewals} into a yes",
        "Bring home {renewals}",
    ),
    "secure: title, overdue": (
        "Get {overdue} decided, due since {first}",
        "Close {overdue}, open since {first}",
        "Settle {overdue} left from {first}",
    ),
    "secure": (
        "{Amount} a year hangs on {renewals}{share}{dates}.",
        "There is {amount} a year to hold in {renewals}{share}{dates}.",
        "At stake: {renewals} with {amount} a year{share}{dates}.",
        "In {renewals} lies {amount} a year{share}{dates}.",
    ),
    "secure, no amount": (
        "The relationship hangs on {renewals}{dates}.",
        "What {renewals} may be worth is not noted{dates}.",
        "Nobody has put a figure on {renewals} at risk{dates}.",
    ),
    "secure: 1": (
        "Put each renewal on one page: quarter, amount, who decides.",
        "List the renewals with quarter, amount and the person who signs.",
        "Go through the renewals one by one with the account team.",
    ),
    "secure: 1, one": (
        "Note what is known of it: quarter, amount, who signs.",
        "Check with finance what is invoiced on it today.",
        "Ask the account team what speaks against it.",
    ),
    "secure: 2, one": (
        "Ask {decider} what would have to change for a yes.",
        "Call {decider} this week, and take down the open points.",
        "Get from {decider} a day for the decision.",
        "Meet {decider}, with the amount on the table.",
    ),
    "secure: 2": (
        "Ask {decider} what would have to change for a yes.",
        "Call {decider} this week, and take down the open points.",
        "Get from {decider} a day for each decision.",
        "Meet {decider}, with all amounts on the table.",
    ),
    "secure: 3": (
        "Bring an offer for the largest one first{largest}.",
        "Begin with the largest one{largest}.",
        "Agree with sales leadership how far we go for the largest one{largest}.",
        "Say by month's end what happens if the largest one{largest_aside} is lost.",
    ),
    "meet: title": (
        "Build the relationship with {name}",
        "Get to know {name}",
        "Bring {name} closer",
        "Make time for {name}",
    ),
    "meet: decision maker": (
        "{shown} decides, and the relationship is {relationship}{seen}.",
        "Nothing is signed without {shown}, and the relationship is {relationship}{seen}.",
        "The last word is with {shown}, to whom the relationship is {relationship}{seen}.",
    ),
    "meet: blocker": (
        "{shown} can stop a deal, and the relationship is {relationship}{seen}.",
        "With a {relationship} relationship, a no from {shown} comes as a surprise{seen}.",
        "Objections by {shown} are heard in the house; the relationship is {relationship}{seen}.",
    ),
    "meet: 1": (
        "Ask {ally} for an introduction.",
        "Let {ally} say what matters to {name}.",
        "Arrange a first talk through {ally}.",
    ),
    "meet: 1, no ally": (
        "Find somebody who knows {name} well.",
        "Look for a person in the house who can introduce us to {name}.",
        "Ask our executives who has met {name}.",
    ),
    "meet: 2": (
        "Prepare what {name} cares about: {interests}.",
        "Bring one page on {interests}.",
        "Open the talk with {interests}.",
    ),
    "meet: 3": (
        "Meet within two weeks, and note what {name} expects.",
        "Write down afterwards what {name} wants, and who answers it.",
        "Fix the next meeting with {name} before the first one ends.",
    ),
    "pursue: title": (
        "Move forward: {title}",
        "Take the next step: {title}",
        "Push ahead with: {title}",
        "Put our weight behind: {title}",
    ),
    "pursue": (
        "By value and probability no other opportunity counts for more: {size}.",
        "Of {deals} it promises most, {size}.",
        "It is the most promising open opportunity: {size}.",
        "It leads the list: {size}.",
    ),
    "pursue, one": (
        "It is the only opportunity that is open: {size}.",
        "All of the pipeline is this one opportunity, {size}.",
        "There is no other opportunity to fall back on: {size}.",
    ),
    "pursue, no value": (
        "It is the most promising open opportunity, without a value so far.",
        "It leads the list, though nobody has valued it.",
        "Nothing else that is open is more likely; its value is not known.",
    ),
    "pursue: identified": (
        "Confirm with {partner} that the need is there, and who would sponsor it.",
        "Work out value and effort with {partner}.",
        "Find a sponsor through {partner}.",
    ),
    "pursue: identified, 2": (
        "Write the case on one page, with a figure that the customer gave.",
        "Name who on our side leads it, and by when it is explored.",
        "Set a day by which it is either explored or dropped.",
    ),
    "pursue: exploring": (
        "Agree with {partner} on scope and business case.",
        "Settle with {partner} what is in the first phase, and what is not.",
        "Let {partner} check the business case before it is shown.",
    ),
    "pursue: exploring, 2": (
        "Fix the day of the proposal.",
        "Put a price and a date on the proposal.",
        "Book the review at which the proposal is shown.",
    ),
    "pursue: proposed": (
        "Clear up the open terms with {partner}.",
        "Go through the proposal with {partner}, line by line.",
        "Ask {partner} which point of the proposal still meets resistance.",
    ),
    "pursue: proposed, 2": (
        "Get from {decider} the day of the decision.",
        "Ask {decider} what is missing for a signature.",
        "Agree with {decider} on the steps up to the signature.",
    ),
    "relieve: title": (
        "Relieve the pain: {title}",
        "Do something about: {title}",
        "Take on: {title}",
        "Mend this first: {title}",
    ),
    "relieve, one": (
        "It is the one pain point that counts{since}.",
        "It is the one pain that is felt today{since}.",
        "The customer has this one complaint above all{since}.",
    ),
    "relieve": (
        "Of {pains} it is the sharpest{since}.",
        "It comes before the other pain points{since}.",
        "Among {pains} it is felt most{since}.",
        "No pain point costs us more goodwill{since}.",
    ),
    "relieve: since": (
        "; it has been open since {month}",
        "; it goes back to {month}",
        "; we have known it since {month}",
    ),
    "relieve: 1": (
        "Agree on a remedy and a date with {partner}.",
        "Ask {partner} for two cases of the last month, and solve these.",
        "Settle with {partner} what would be good enough, and by when.",
        "Hold a working session with {partner} this week.",
    ),
    "relieve: 1, blocked": (
        "Settle the remedy with {partner} before {owner}, a blocker, is asked.",
        "Work with {partner} on the remedy, around {owner}, who blocks.",
        "Let {partner} carry the remedy, since its owner, {owner}, is a blocker.",
    ),
    "relieve: 2": (
        "Report progress on it until the customer calls it solved.",
        "Show the customer in numbers that it gets better.",
        "Name one person of ours who answers for it.",
        "Bring it up first in every meeting until it is gone.",
    ),
    "outdo: title": (
        "Prepare the case against {name}",
        "Be ready for {name}",
        "Have an answer to {name}",
    ),
    "outdo": (
        "Counts in their favour: {strengths}.",
        "The customer may like this about them: {strengths}.",
        "They will come with this: {strengths}.",
    ),
    "outdo: 1": (
        "Decide which of their strengths matter to this customer.",
        "Ask {partner} how {name} is seen in the house.",
        "Find out whom {name} talks to.",
    ),
    "outdo: 2": (
        "Gather proof where they are weaker: {weaknesses}.",
        "Put a reference beside their soft side: {weaknesses}.",
        "Prepare questions for the customer to ask them: {weaknesses}.",
    ),
    "outdo: 2, no weakness": (
        "Look for a customer who left {name}, and ask why.",
        "Compare the two offers as the customer would.",
        "Write down where we are better than {name}, with proof.",
    ),
    "finish: title, late": (
        "Close what is overdue: {title}",
        "Keep our word on: {title}",
        "Deliver what we owe: {title}",
    ),
    "finish, late": (
        "It was due in {month}{owner}{others}.",
        "Promised for {month}{owner}, and not done{others}.",
        "Its date passed in {month}{owner}{others}.",
    ),
    "finish: title": (
        "Finish the urgent actions",
        "Get the urgent actions off the list",
        "Clear {actions} of high priority",
    ),
    "finish": (
        "{Actions} of high priority {are} still open.",
        "On the board {are_there} {actions} of high priority, not done.",
        "Still to do, with high priority: {actions}.",
    ),
    "finish: 1": (
        "Give what is open an owner, and a date that holds.",
        "Ask the owner what stands in the way.",
        "Set a new date today, and tell the customer.",
    ),
    "finish: 2": (
        "Drop what no longer matters.",
        "Take off the board what nobody waits for.",
        "Look at the board every week until it is clear.",
    ),
    "learn: title": ("Learn who decides", "Find the person who signs", "Complete the picture of the people"),
    "learn, decider": (
        "A plan holds only as far as the people behind it are known.",
        "Who decides is known; who advises them is worth a second look.",
        "People change places, and the list is only as good as its last check.",
    ),
    "learn": (
        "No decision maker is on record, and nothing is settled without one.",
        "The plan names nobody who decides.",
        "Who signs is not known, so every date is a guess.",
    ),
    "learn: 1": (
        "Complete the list of people with their roles.",
        "Draw who reports to whom, up to the signature.",
        "Ask the customer's team who has to agree.",
    ),
    "learn: 2": (
        "Name who on our side knows each of them.",
        "Give each of them one contact of ours.",
        "Note for each when we last spoke.",
    ),
    "priorities: title": (
        "Ask for the customer's priorities",
        "Hear what the customer plans",
        "Learn what the next year is about",
    ),
    "priorities": (
        "What the customer wants to reach in the coming year decides what we should offer.",
        "An offer fits when it serves a plan that the customer has already.",
        "Nobody has noted what the customer wants to reach.",
    ),
    "priorities: 1": (
        "Hold a review meeting with the customer.",
        "Ask for an hour with {partner}, without a sales deck.",
        "Read what the customer has published on the coming year.",
    ),
    "priorities: 2": (
        "Write their priorities into the plan.",
        "Match each priority with something that we sell.",
        "Come back with three offers that serve them.",
    ),
    "review: title": ("Review the account plan", "Bring the plan up to date", "Fill the gaps in the plan"),
    "review": (
        "A plan that is up to date shows gaps before the customer does.",
        "What stands in the plan is what the team can act on.",
        "The plan is thinner than the account deserves.",
    ),
    "review: 1": (
        "Go through every section with the account team.",
        "Give each section an owner and a day.",
        "Take out what is no longer true.",
    ),
    "review: 2": (
        "Record competitors and open actions.",
        "Note the next three dates that matter.",
        "Add what support and finance know of the customer.",
    ),
}
