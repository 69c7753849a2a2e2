"""Lets Spark 4 answer the statements beside this file: spark-submit run_on_spark.py [FOLDER]. Then, on the computer with the agreement: factlab import.

FOLDER is this folder as the cluster calls it (s3a://…, abfss://…), where that is another name. Results go to `results`, beside this file.
"""
import csv, pathlib, sys
from pyspark.sql import SparkSession

here = pathlib.Path(__file__).resolve().parent
folder = sys.argv[1] if len(sys.argv) > 1 else here.as_uri()
spark = SparkSession.builder.appName("factlab").getOrCreate()
for table in here.glob("*.parquet"):
    spark.read.parquet(f"{folder}/{table.name}").createOrReplaceTempView(table.stem)
results = here / "results"
results.mkdir(exist_ok=True)
for statement in sorted((here / "statements").glob("*.sql")):
    answer = spark.sql(statement.read_text("utf-8"))
    partial = results / f"{statement.stem}.partial"
    with partial.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(answer.columns)
        rows.writerows(answer.toLocalIterator())
    partial.replace(results / f"{statement.stem}.csv")
spark.stop()
