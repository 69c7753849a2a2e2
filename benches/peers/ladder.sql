-- The ladder of profile `standard`, as docs/linkage.md gives it. A name with a dollar is a column of tokens, or several.
-- Kinds of tokens have different keys, so a token of one kind never equals one of another: joins need no column.

-- 1. BSN. Who has the client's BSN, and whether anything else is known under it that agrees.
CREATE TEMP TABLE by_bsn AS
SELECT client,
    min(person) FILTER (WHERE c.field = $bsn) AS person,
    min(person) FILTER (WHERE c.field = $bsn) <> max(person) FILTER (WHERE c.field = $bsn) AS is_doubted,
    bool_or(c.field <> $bsn) AS agrees
FROM client_tokens c JOIN register_tokens r USING (token)
WHERE c.field IN ($bsn, $checks) AND r.field IN ($bsn, $checks)
GROUP BY client HAVING person IS NOT NULL;

-- Nothing agrees: a contradiction where both sides know the birth year and both a surname.
CREATE TEMP TABLE contradicted AS
WITH suspects AS (SELECT client, person FROM by_bsn WHERE NOT is_doubted AND NOT agrees),
    of_client AS (
        SELECT client FROM client_tokens SEMI JOIN suspects USING (client) WHERE field IN ($checks)
        GROUP BY client HAVING bool_or(field = $birth_year) AND bool_or(field <> $birth_year)),
    of_person AS (
        SELECT person FROM register_tokens SEMI JOIN suspects USING (person) WHERE field IN ($checks)
        GROUP BY person HAVING bool_or(field = $birth_year) AND bool_or(field <> $birth_year))
SELECT client FROM suspects SEMI JOIN of_client USING (client) SEMI JOIN of_person USING (person);

UPDATE by_bsn SET is_doubted = true WHERE client IN (SELECT client FROM contradicted);

-- 2. Combinations, for whom the BSN does not decide.
CREATE TEMP TABLE open AS
SELECT client, coalesce(is_doubted, false) AS is_doubted
FROM clients LEFT JOIN by_bsn USING (client) WHERE coalesce(is_doubted, true);

CREATE TEMP TABLE open_tokens AS
SELECT client, field, token FROM client_tokens SEMI JOIN open USING (client) WHERE field NOT IN ($checks);

CREATE TEMP TABLE found AS
SELECT token, min(person) AS person, min(person) <> max(person) AS is_several
FROM register_tokens SEMI JOIN (SELECT token FROM open_tokens WHERE field IN ($combinations)) USING (token)
WHERE field IN ($combinations) GROUP BY token;

-- A token that one person has names it. Of the four things that combinations rest on, birth date with names, names with address,
-- and birth date with address each leave one out that the others have: two of these three are independent.
CREATE TEMP TABLE candidates AS
SELECT client,
    min(person) FILTER (WHERE NOT is_several) AS person,
    min(person) FILTER (WHERE NOT is_several) <> max(person) FILTER (WHERE NOT is_several) AS is_conflict,
    bool_or(NOT is_several AND field IN ($birth_and_names))::INT + bool_or(NOT is_several AND field IN ($names_and_address))::INT
        + bool_or(NOT is_several AND field IN ($birth_and_address))::INT > 1 AS are_independent
FROM open_tokens JOIN found USING (token) WHERE field IN ($combinations) GROUP BY client;

-- Who is still open has no BSN of the register, or a doubted one: another than that of any person found.
CREATE TEMP TABLE other_bsn AS
SELECT client FROM candidates SEMI JOIN (SELECT client FROM open_tokens WHERE field = $bsn) USING (client)
SEMI JOIN (SELECT person FROM register_tokens SEMI JOIN candidates USING (person) WHERE field = $bsn) USING (person);

CREATE TEMP TABLE by_combination AS
SELECT client, person,
    CASE WHEN person IS NULL THEN if(is_doubted, 'ambiguous', if(c.client IS NULL, 'nobody', 'several'))
        WHEN is_conflict THEN 'ambiguous'
        WHEN NOT are_independent AND (is_doubted OR o.client IS NOT NULL) THEN 'ambiguous'
        ELSE 'by_combination' END AS fate
FROM open LEFT JOIN candidates c USING (client) LEFT JOIN other_bsn o USING (client);

-- 3. The address, for whom nobody or several persons fit. A BSN that the register lacks is somebody else's.
CREATE TEMP TABLE seekers AS
SELECT client FROM by_combination WHERE fate IN ('nobody', 'several')
AND (client NOT IN (SELECT client FROM open_tokens WHERE field = $bsn)
    OR NOT EXISTS (FROM register_tokens WHERE field = $bsn));

CREATE TEMP TABLE seeker_tokens AS
SELECT client, field, token FROM open_tokens SEMI JOIN seekers USING (client) WHERE field IN ($rungs, $surnames);

CREATE TEMP TABLE lives_at AS
SELECT token, household, is_private, field IN ($surnames) AS is_surname
FROM register_tokens SEMI JOIN seeker_tokens USING (token)
JOIN residents USING (person) JOIN households USING (household)
WHERE field IN ($rungs, $surnames);

CREATE TEMP TABLE at_rung AS
SELECT client, field AS rung,
    count(DISTINCT household) FILTER (WHERE is_private) AS private,
    count(DISTINCT household) FILTER (WHERE NOT is_private) AS institutions,
    coalesce(min(household) FILTER (WHERE is_private), min(household)) AS household
FROM seeker_tokens JOIN lives_at USING (token) WHERE field IN ($rungs) GROUP BY ALL;

-- Where the client has a surname and the register knows one of anyone there, somebody has to have it.
CREATE TEMP TABLE told AS
SELECT DISTINCT household FROM register_tokens
JOIN (FROM residents SEMI JOIN at_rung USING (household)) USING (person) WHERE field IN ($surnames);

CREATE TEMP TABLE bearers AS
SELECT DISTINCT client, household FROM seeker_tokens JOIN lives_at USING (token) WHERE is_surname;

CREATE TEMP TABLE by_address AS
WITH may_live AS (
    SELECT at_rung.*, named.client IS NULL OR told.household IS NULL OR bearers.client IS NOT NULL AS may
    FROM at_rung LEFT JOIN (SELECT DISTINCT client FROM seeker_tokens WHERE field IN ($surnames)) named USING (client)
    LEFT JOIN told USING (household) LEFT JOIN bearers USING (client, household))
SELECT client, min_by(household, rung) AS household,
    if(min_by(if(private > 0, private, institutions), rung) = 1, 'by_address', 'ambiguous') AS fate
FROM may_live WHERE private <> 1 OR may GROUP BY client;

-- What became of each client, and where it lives.
CREATE TEMP TABLE links AS
WITH persons AS (
    SELECT client, person, 'by_bsn' AS fate FROM by_bsn WHERE NOT is_doubted
    UNION ALL SELECT client, person, fate FROM by_combination WHERE fate = 'by_combination'),
fates AS (
    SELECT client, person, CASE WHEN has_left THEN 'left' WHEN household IS NULL THEN 'outside' ELSE fate END AS fate, household
    FROM persons JOIN members USING (person)
    UNION ALL
    SELECT client, NULL, coalesce(a.fate, CASE WHEN c.fate <> 'nobody' THEN 'ambiguous' WHEN is_outside THEN 'outside' ELSE 'not_found' END),
        a.household
    FROM by_combination c LEFT JOIN by_address a USING (client) JOIN clients USING (client) WHERE c.fate <> 'by_combination')
SELECT client, fate, person, household FROM fates;
