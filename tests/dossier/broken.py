"""Libraries with one thing wrong each, and the one message that each must give."""

from __future__ import annotations

from tests.dossier.invented import HIGHLIGHTS, Broken

P, S, H = "positions.yaml", "briefing.yaml", "highlights.yaml"

BROKEN = (
    Broken(
        "no YAML",
        P,
        "says: Southland turns the plan down.",
        "says: Southland: the plan is off.",
        "positions.yaml:16: not valid YAML: a text has a colon; put the text in quotation marks",
    ),
    Broken(
        "a tab",
        P,
        "  stance: rejects",
        "\tstance: rejects",
        "positions.yaml:18: not valid YAML: a tab; indent with spaces",
    ),
    Broken(
        "not a list",
        H,
        HIGHLIGHTS,
        "h-1: stays a draft\n",
        "highlights.yaml:1: expected a list of highlights, each starting with `- id:`",
    ),
    Broken(
        "unknown kind",
        P,
        "kind: response",
        "kind: respone",
        "positions.yaml:13: kind: expected one of demand, offer, response, agreement, "
        'figure, claim, event; not "respone"; did you mean "response"?',
    ),
    Broken(
        "unknown field",
        P,
        "  stance: rejects",
        "  stanse: rejects\n  stance: rejects",
        'positions.yaml:18: stanse: not a field; did you mean "stance"?',
    ),
    Broken(
        "field given twice",
        P,
        "  to: south",
        "  to: south\n  to: north",
        "positions.yaml:6: to: given twice; keep one",
    ),
    Broken(
        "missing field",
        P,
        "  says: Northland wants the harbour open to every ship.\n",
        "",
        "positions.yaml:2: says: missing; expected one sentence in your own words",
    ),
    Broken(
        "comma in a number",
        P,
        "value: 40",
        "value: 4,000",
        'positions.yaml:31: figure.value: expected a number: write 4000 instead of "4,000"',
    ),
    Broken(
        "number in quotes",
        P,
        "value: 40",
        'value: "40"',
        "positions.yaml:31: figure.value: expected a number, not text: write 40 without "
        "quotation marks or tag",
    ),
    Broken(
        "number as text",
        P,
        "says: Some forty ships are waiting.",
        "says: 40",
        'positions.yaml:28: says: expected text: YAML takes 40 for a number; write "40"',
    ),
    Broken(
        "no such day",
        P,
        "from: 2031-04-07",
        "from: 2031-02-30",
        "positions.yaml:35: when.from: 2031-02-30 is not a day of the calendar",
    ),
    Broken(
        "day without how it is known",
        P,
        "    known: inferred\n",
        "",
        "positions.yaml:35: when.known: missing; expected stated or inferred",
    ),
    Broken(
        "id with capitals",
        P,
        "id: ships-waiting",
        "id: Ships waiting",
        "positions.yaml:24: id: expected lower-case letters (a-z), digits and hyphens, "
        'such as "ships-waiting"; not "Ships waiting"',
    ),
    Broken(
        "text where a list belongs",
        P,
        "answers: [north-open]",
        "answers: north-open",
        "positions.yaml:17: answers: expected a list of record ids, such as [other-id], "
        'not "north-open"',
    ),
    Broken(
        "an alias",
        P,
        "quote: harbour plan",
        "quote: *plan",
        "positions.yaml:21: not valid YAML: a text starts with an asterisk; "
        "put the text in quotation marks",
    ),
    Broken(
        "a real alias",
        P,
        "open to all ships\n",
        "&open open to all ships\n      before: *open\n",
        "positions.yaml:11: aliases (*name) are not read here; write it out",
    ),
    Broken(
        "a tag",
        P,
        "quote: harbour plan",
        "quote: !!python/name:os.system harbour plan",
        "positions.yaml:21: evidence.quote: expected text without the tag "
        "tag:yaml.org,2002:python/name:os.system",
    ),
    Broken(
        "duplicate record",
        P,
        "id: ships-waiting",
        "id: north-open",
        'positions.yaml:24: id: another record has the id "north-open" in line 2; ids are unique',
    ),
    Broken(
        "duplicate party",
        S,
        "issues:\n  - id: harbour",
        "  - id: north\n    name: The North\nissues:\n  - id: harbour",
        'briefing.yaml:9: id: another party has the id "north" in line 4; ids are unique',
    ),
    Broken(
        "unknown party",
        P,
        "  to: south",
        "  to: souht",
        'positions.yaml:5: to: no party in briefing.yaml has the id "souht"; did you mean "south"?',
    ),
    Broken(
        "unknown issue",
        P,
        "issue: tolls",
        "issue: toll",
        'positions.yaml:27: issue: no issue in briefing.yaml has the id "toll"; did you '
        'mean "tolls"?',
    ),
    Broken(
        "dangling answer",
        P,
        "answers: [north-open]",
        "answers: [north-opn]",
        'positions.yaml:17: answers: no record has the id "north-opn"; did you mean "north-open"?',
    ),
    Broken(
        "dangling variant",
        P,
        "  issue: tolls",
        "  issue: tolls\n  variant_of: ships",
        'positions.yaml:28: variant_of: no record has the id "ships"',
    ),
    Broken(
        "response without stance",
        P,
        "  stance: rejects\n",
        "",
        "positions.yaml:12: stance: missing; expected one of accepts, rejects, "
        "conditional, deflects",
    ),
    Broken(
        "response without answers",
        P,
        "  answers: [north-open]\n",
        "",
        "positions.yaml:12: answers: missing; expected what this responds to",
    ),
    Broken(
        "relayed by nobody",
        P,
        "mode: direct",
        "mode: relayed",
        "positions.yaml:40: evidence.via: missing; expected which outlet is relayed",
    ),
    Broken(
        "lost quote",
        P,
        "quote: open to all ships",
        "quote: open to most ships",
        'positions.yaml:10: evidence.quote: "open to most ships" is not in harbour: the '
        'text does not have these words; nearest: "open to all ships." (paragraph 1)',
    ),
    Broken(
        "ambiguous quote",
        P,
        "      before: Southland calls the\n",
        "",
        'positions.yaml:21: evidence.quote: "harbour plan" stands 2 times in harbour '
        "(paragraph 3); add words just before or after it",
    ),
    Broken(
        "context of nowhere",
        P,
        "before: Southland calls the",
        "before: Nobody calls the",
        'positions.yaml:21: evidence.quote: "harbour plan" stands 2 times in harbour '
        "(paragraph 3); its context does not decide; copy the words that stand next to it",
    ),
    Broken(
        "unknown article",
        P,
        "- article: harbour\n      quote: open",
        "- article: haven\n      quote: open",
        'positions.yaml:9: evidence.article: no article that can be read has the id "haven"',
    ),
    Broken(
        "no evidence",
        P,
        "  evidence:\n    - article: harbour\n      quote: open to all ships\n      mode: outlet\n",
        "",
        "positions.yaml:2: evidence: missing; expected where this was read",
    ),
    Broken(
        "lost highlight",
        H,
        "quote: stays a draft",
        "quote: was signed at noon",
        'highlights.yaml:3: quote: "was signed at noon" is not in harbour: the text does '
        "not have these words",
    ),
    Broken(
        "duplicate highlight",
        H,
        "  made: 2031-04-09\n",
        "- id: h-1\n  article: harbour\n  quote: stays a draft\n",
        'highlights.yaml:5: id: another highlight has the id "h-1" in line 1; ids are unique',
    ),
    Broken(
        "unknown setting",
        S,
        "spelling:",
        "speling:",
        'briefing.yaml:15: speling: not a field; did you mean "spelling"?',
    ),
    Broken(
        "duplicate issue",
        S,
        "name: Tolls",
        "name: Tolls\n      - id: harbour\n        name: Dues",
        'briefing.yaml:15: id: another issue has the id "harbour" in line 10; ids are unique',
    ),
)
