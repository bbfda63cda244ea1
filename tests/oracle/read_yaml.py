"""PyYAML, which reads YAML 1.1 as eksctl's reader does: a text as a JSON string a line of standard input, a line of JSON
for each on standard output. What is no string where JSON wants one, or no JSON at all, is named by its type."""

import json
import sys

import yaml


def plain(value):
    if isinstance(value, dict):
        return {key if isinstance(key, str) else f"!{type(key).__name__} {key}": plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if value is None or isinstance(value, (bool, int, str)):
        return value
    return f"!{type(value).__name__} {value}"


for line in sys.stdin:
    try:
        answer = {"value": plain(yaml.load(json.loads(line), Loader=yaml.CSafeLoader))}
    except yaml.YAMLError as error:
        answer = {"error": " ".join(str(error).split())}
    print(json.dumps(answer))
