"""Past activity for a demonstration: invented organisations, people and financings, all by the same acts as in life.

    players      who there is: organisations and what their people are for them
    firms        which enterprises of a synthetic province take part
    diary        business days, and stories that go on on them
    financings, subsidies, pledges      the stories
    building     all of it together, for a database that holds nothing else

Nobody real appears, and every record belongs to an act like any other. `kejin demo build` is the command.
"""
