-- Lists are read a page at a time: of one actor's cases, and of one partner's sections in the order of their first versions.

CREATE INDEX team_of_actor ON team (partnership, partner, actor, case_id);

CREATE INDEX sections_of_source ON sections (partnership, source, sequence) WHERE version = 1;
