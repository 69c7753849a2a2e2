"""Lets Spark 4 answer the statements beside this file: spark-submit run_on_spark.py [FOLDER]. Then, on the computer with the agreement: factlab import.

FOLDER is this folder as the cluster calls it (s3a://…, abfss://…), where that is another name. Results go to `results`, beside this file.
"""
import csv, json, pathlib, sys
from concurrent.futures import ThreadPoolExecutor
from pyspark.sql import SparkSession

here = pathlib.Path(__file__).resolve().parent
folder = sys.argv[1] if len(sys.argv) > 1 else here.as_uri()
manifest = json.loads((here / "manifest.json").read_text("utf-8"))
spark = SparkSession.builder.appName("factlab").getOrCreate()
# Whoever chose another number than Spark's own keeps it.
if spark.conf.get("spark.sql.shuffle.partitions") == "200":
    spark.conf.set("spark.sql.shuffle.partitions", manifest["partitions"])
for table in here.glob("*.parquet"):
    spark.read.parquet(f"{folder}/{table.name}").createOrReplaceTempView(table.stem)
for query, view in zip(sorted((here / "views").glob("*.sql")), manifest["views"]):
    spark.sql(query.read_text("utf-8")).createOrReplaceTempView(view["name"])
    if view["kept"]:
        spark.sql(f"CACHE TABLE {view['name']}")
results = here / "results"
results.mkdir(exist_ok=True)


def answer(statement):
    answered = spark.sql(statement.read_text("utf-8"))
    partial = results / f"{statement.stem}.partial"
    with partial.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(answered.columns)
        rows.writerows(answered.toLocalIterator())
    partial.replace(results / f"{statement.stem}.csv")


# While one statement is planned or ends, another counts.
with ThreadPoolExecutor(4) as threads:
    list(threads.map(answer, sorted((here / "statements").glob("*.sql"))))
spark.stop()
