-- The residents of a made-up country of :persons persons: sixteen of them live in seven households, some 2.3 in each.
-- A made-up BSN leaves 5 under the eleven test; one prefix in eleven has none.
CREATE TABLE residents AS
WITH prefixes AS (
    SELECT range AS prefix,
           (9 * (range // 10000000) + 8 * (range // 1000000 % 10) + 7 * (range // 100000 % 10) + 6 * (range // 10000 % 10)
            + 5 * (range // 1000 % 10) + 4 * (range // 100 % 10) + 3 * (range // 10 % 10) + 2 * (range % 10) + 6) % 11 AS last
    FROM range(10000000, 10000000 + :persons * 12 // 10 + 100)
), numbered AS (
    SELECT prefix * 10 + last AS bsn, row_number() OVER (ORDER BY prefix) - 1 AS person
    FROM prefixes WHERE last < 10
), living AS (
    SELECT *, person // 16 * 7 + [1, 2, 2, 3, 3, 3, 3, 4, 5, 5, 5, 6, 6, 7, 7, 7][person % 16 + 1] AS household, CAST(hash(person) >> 1 AS BIGINT) AS draw
    FROM numbered WHERE person < :persons
), homes AS (
    SELECT *, CAST(hash(household) >> 1 AS BIGINT) AS of_home FROM living
)
SELECT bsn, person, household, draw,
       ['jan', 'an', 'piet', 'ber', 'ma', 'li', 'so', 'ha'][draw % 8 + 1] || ['tine', 'ka', 'ne', 'nes', 'rie', 'lou', 'mo', 'ta'][draw // 8 % 8 + 1]
           || ['', 'ke', 'tje', 'lijn'][draw // 64 % 4 + 1] AS given,
       ['van', 'de', 'bo', 'kra', 'hui', 'ster', 'win', 'mul', 'ja', 'vis'][of_home % 10 + 1]
           || ['ber', 'man', 'stra', 'ker', 'sen', 'hof', 'dijk', 'veld', 'mans', 'laar'][of_home // 10 % 10 + 1]
           || ['ge', 'horst', 'burg', 'kamp', 'zen', 'ma', 'ing', 'ink', 'ers', 'stein'][of_home // 100 % 10 + 1] AS surname,
       DATE '1930-01-01' + CAST(draw // 256 % 34000 AS INTEGER) AS born,
       CASE draw // 16384 % 2 WHEN 0 THEN 'M' ELSE 'V' END AS sex,
       printf('%d%c%c', 1000 + household // 5120, CAST(65 + household // 320 % 16 AS INTEGER), CAST(65 + household // 20 % 16 AS INTEGER)) AS postcode,
       household % 20 + 1 AS number
FROM homes;
COPY (SELECT bsn, given, surname, born, sex, postcode, number, household FROM residents) TO 'register.csv' (DELIMITER ';');

-- Clients of four providers: a quarter of all residents, some of them of more than one. Two know the BSN.
COPY (SELECT bsn, 'b' || draw // 64 % 3 AS service FROM residents WHERE draw // 32768 % 100 < 10) TO 'benefits.csv' (DELIMITER ';');
COPY (SELECT bsn, born, 'c' || draw // 64 % 3 AS service FROM residents WHERE draw // 32768 % 100 BETWEEN 6 AND 13) TO 'care.csv' (DELIMITER ';');
COPY (SELECT surname, born, postcode, number, 'h' || draw // 64 % 3 AS service FROM residents WHERE draw // 32768 % 100 BETWEEN 12 AND 16)
    TO 'housing.csv' (DELIMITER ';');
COPY (SELECT given, surname, born, 'y' || draw // 64 % 3 AS service FROM residents WHERE draw // 32768 % 100 BETWEEN 15 AND 17) TO 'youth.csv' (DELIMITER ';');
