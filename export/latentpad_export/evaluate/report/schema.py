"""The format of ``evaluation.json``, which ``evaluation.schema.json`` beside this file describes."""

FORMAT = 1
"""Of the JSON; older files, without intervals, have none."""

JSON_NAME, SCHEMA_NAME = "evaluation.json", "evaluation.schema.json"
