"""What each role sees through `visible_to`: the law, row by row. `yes` and `-`; "gone" is an employee who left."""

from __future__ import annotations

VIEWERS = ("stranger", "ada", "cleo", "gone", "ines", "ana", "max", "root")

TABLE = """
row                             stranger  ada  cleo gone ines ana  max  root
account: Ada                    -         yes  -    -    yes  yes  yes  yes
account: Ines                   -         -    -    -    yes  yes  yes  yes
team                            -         -    -    -    yes  yes  yes  yes
audit entry                     -         -    -    -    yes  yes  yes  yes
token: of Ada                   -         yes  -    -    -    -    -    yes
token: of Ines                  -         -    -    -    yes  -    -    yes
token: of Root                  -         -    -    -    -    -    -    yes
source                          -         -    -    -    yes  yes  yes  yes
import                          -         -    -    -    yes  yes  yes  yes
person: Ada                     -         yes  -    -    yes  yes  yes  yes
person: Ben                     -         -    -    -    yes  yes  yes  yes
person: without account         -         -    -    -    yes  yes  yes  yes
identity: Ada                   -         yes  -    -    yes  yes  yes  yes
identity: Ben                   -         -    -    -    yes  yes  yes  yes
identity: nobody's              -         -    -    -    yes  yes  yes  yes
channel: public                 yes       yes  yes  yes  yes  yes  yes  yes
channel: within                 -         -    -    -    yes  yes  yes  yes
thread: public                  yes       yes  yes  yes  yes  yes  yes  yes
thread: within                  -         -    -    -    yes  yes  yes  yes
thread: held                    -         -    -    -    yes  yes  yes  yes
thread: removed                 yes       yes  yes  yes  yes  yes  yes  yes
post: public                    yes       yes  yes  yes  yes  yes  yes  yes
post: within                    -         -    -    -    yes  yes  yes  yes
post: held                      -         -    -    -    yes  yes  yes  yes
post: under held words          -         -    -    -    yes  yes  yes  yes
post: held reply                -         -    -    -    yes  yes  yes  yes
post: removed                   -         -    -    -    yes  yes  yes  yes
flag                            -         -    -    -    yes  yes  yes  yes
question: public                yes       yes  yes  yes  yes  yes  yes  yes
question: within                -         -    -    -    yes  yes  yes  yes
question: held                  -         -    -    -    yes  yes  yes  yes
question: removed               yes       yes  yes  yes  yes  yes  yes  yes
review: public                  yes       yes  yes  yes  yes  yes  yes  yes
review: within                  -         -    -    -    yes  yes  yes  yes
review: held                    -         -    -    -    yes  yes  yes  yes
review: removed                 -         -    -    -    yes  yes  yes  yes
entry: public                   yes       yes  yes  yes  yes  yes  yes  yes
entry: within                   -         -    -    -    yes  yes  yes  yes
product                         yes       yes  yes  yes  yes  yes  yes  yes
margin rate                     -         -    -    -    yes  yes  yes  yes
order: of Ada                   -         yes  -    -    yes  yes  yes  yes
order: of Ben                   -         -    -    -    yes  yes  yes  yes
order: of nobody                -         -    -    -    yes  yes  yes  yes
return: of Ada                  -         yes  -    -    yes  yes  yes  yes
return: of Ben                  -         -    -    -    yes  yes  yes  yes
return: of nobody               -         -    -    -    yes  yes  yes  yes
subscription: of Ada            -         yes  -    -    yes  yes  yes  yes
subscription: of Ben            -         -    -    -    yes  yes  yes  yes
subscription: of nobody         -         -    -    -    yes  yes  yes  yes
touch: with Ada                 -         yes  -    -    yes  yes  yes  yes
touch: with Ben                 -         -    -    -    yes  yes  yes  yes
touch: with nobody              -         -    -    -    yes  yes  yes  yes
run                             -         -    -    -    yes  yes  yes  yes
score: helpfulness of a post    yes       yes  yes  yes  yes  yes  yes  yes
score: rating of a product      yes       yes  yes  yes  yes  yes  yes  yes
score: expertise of a person    yes       yes  yes  yes  yes  yes  yes  yes
score: reach of a person        -         -    -    -    yes  yes  yes  yes
score: money of a post          yes       yes  yes  yes  yes  yes  yes  yes
score: money of a person        -         -    -    -    yes  yes  yes  yes
tie                             -         -    -    -    yes  yes  yes  yes
credit                          -         -    -    -    yes  yes  yes  yes
segment                         -         -    -    -    yes  yes  yes  yes
incrementality                  -         -    -    -    yes  yes  yes  yes
route                           -         -    -    -    yes  yes  yes  yes
case                            -         -    -    -    yes  yes  yes  yes
reading                         -         -    -    -    yes  yes  yes  yes
correction                      -         -    -    -    yes  yes  yes  yes
"""

# Scores have a second door, and pages read them through it only: what is worth money is for those who may see value.
SHOWN = """
row                             stranger  ada  cleo gone ines ana  max  root
score: helpfulness of a post    yes       yes  yes  yes  yes  yes  yes  yes
score: rating of a product      yes       yes  yes  yes  yes  yes  yes  yes
score: expertise of a person    yes       yes  yes  yes  yes  yes  yes  yes
score: reach of a person        -         -    -    -    yes  yes  yes  yes
score: money of a post          -         -    -    -    -    yes  yes  yes
score: money of a person        -         -    -    -    -    yes  yes  yes
"""


def read(table: str) -> dict[str, set[str]]:
    """Return row → who sees it."""
    rows = {}
    for line in table.strip().splitlines()[1:]:
        *name, marks = line[:32].strip(), line[32:].split()
        rows[name[0]] = {viewer for viewer, mark in zip(VIEWERS, marks, strict=True) if mark == "yes"}
    return rows
