-- The counts of a release from the linked clients. Each statement gives the rows of one table.

CREATE TEMP TABLE linked_uses AS
SELECT DISTINCT household, is_private, person, service
FROM uses JOIN links USING (client) JOIN households USING (household)
WHERE in_period AND service IN ($services) AND fate IN ('by_bsn', 'by_combination', 'by_address');

CREATE TEMP TABLE household_services AS
SELECT DISTINCT household, service FROM linked_uses WHERE is_private;

-- linkage
SELECT provider, records, clients, clients - ambiguous - outside - "left" - not_found AS linked,
    by_bsn, by_combination, 0 AS by_spelling, by_address, ambiguous, outside, "left", not_found
FROM (
    SELECT provider, count(*) AS clients,
        count(*) FILTER (WHERE fate = 'by_bsn') AS by_bsn,
        count(*) FILTER (WHERE fate = 'by_combination') AS by_combination,
        count(*) FILTER (WHERE fate = 'by_address') AS by_address,
        count(*) FILTER (WHERE fate = 'ambiguous') AS ambiguous,
        count(*) FILTER (WHERE fate = 'outside') AS outside,
        count(*) FILTER (WHERE fate = 'left') AS "left",
        count(*) FILTER (WHERE fate = 'not_found') AS not_found
    FROM links JOIN clients USING (client) GROUP BY provider)
JOIN (SELECT provider, count(*) AS records FROM uses WHERE in_period OR on_reference_date GROUP BY provider) USING (provider);

-- stacking of households: institutions stand in their own type and nowhere else
WITH numbers AS (SELECT household, count(DISTINCT service) AS n FROM linked_uses GROUP BY household)
SELECT CASE WHEN grouping(wijk) = 0 THEN 'wijk' WHEN grouping(buurt) = 0 THEN 'buurt' WHEN grouping(age_band) = 0 THEN 'age_band'
        WHEN grouping(type) = 0 THEN 'household_type' WHEN grouping(size) = 0 THEN 'household_size' ELSE 'all' END AS dimension,
    CASE WHEN dimension = 'all' THEN 'all' ELSE coalesce(wijk, buurt, age_band, type, size, 'unknown') END AS level,
    coalesce(n, 0) AS n, count(*) AS households
FROM (SELECT * REPLACE (if(size > 5, '6+', size::TEXT) AS size) FROM households) LEFT JOIN numbers USING (household)
GROUP BY GROUPING SETS (
    (is_private, n), (is_private, wijk, n), (is_private, buurt, n), (is_private, age_band, n), (is_private, size, n), (type, n))
HAVING is_private OR grouping(type) = 0;

-- stacking of persons: own services, own age
WITH numbers AS (SELECT person, count(DISTINCT service) AS n FROM linked_uses WHERE person IS NOT NULL GROUP BY person)
SELECT CASE WHEN grouping(wijk) = 0 THEN 'wijk' WHEN grouping(r.age_band) = 0 THEN 'age_band' WHEN grouping(sex) = 0 THEN 'sex'
        ELSE 'all' END AS dimension,
    CASE WHEN dimension = 'all' THEN 'all' ELSE coalesce(wijk, r.age_band, sex, 'unknown') END AS level,
    coalesce(n, 0) AS n, count(*) AS persons
FROM residents r JOIN households USING (household) LEFT JOIN numbers USING (person)
WHERE is_private
GROUP BY GROUPING SETS ((n), (wijk, n), (r.age_band, n), (sex, n));

-- services
SELECT service, persons, households
FROM (SELECT service, count(DISTINCT household) AS households, count(DISTINCT person) AS persons
    FROM linked_uses WHERE is_private GROUP BY service);

-- co_occurrence
SELECT a.service, b.service, count(*) AS households
FROM household_services a JOIN household_services b ON a.household = b.household AND a.service <= b.service
GROUP BY ALL;
