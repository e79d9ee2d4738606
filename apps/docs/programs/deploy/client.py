import json
import os

from anthropic import Anthropic
from openai import OpenAI

address = os.environ["HEADROOM_URL"]  # http://llm.internal
headers = {"x-headroom-token": os.environ["HEADROOM_TOKEN"]}

rows = [
    {"id": i, "host": f"web-{i % 4}", "status": "failed" if i == 377 else "ok", "ms": 20 + i % 9}
    for i in range(500)
]

# OpenAI: with /v1. The provider's key stays where it was, the token of the tenant has a header of its own.
openai = OpenAI(base_url=f"{address}/v1", default_headers=headers)
answer = openai.chat.completions.with_raw_response.create(
    model="gpt-4o",
    tools=[{"type": "function", "function": {"name": "list_requests", "parameters": {"type": "object", "properties": {}}}}],
    messages=[
        {"role": "user", "content": "Which host failed?"},
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [{"id": "c1", "type": "function", "function": {"name": "list_requests", "arguments": "{}"}}],
        },
        {"role": "tool", "tool_call_id": "c1", "content": json.dumps(rows)},
    ],
    extra_headers={"x-headroom-report": "true"},
)
print(answer.headers["x-headroom-report"])
print(answer.parse().choices[0].message.content)

# Anthropic: without /v1.
claude = Anthropic(base_url=address, default_headers=headers)
message = claude.messages.create(
    model="claude-sonnet-5",
    max_tokens=1024,
    messages=[{"role": "user", "content": "Which host failed?"}],
)
print(message.content[0].text)

# What can be given an address and nothing else: the token stands first in it.
plain = OpenAI(base_url=f"{address}/key/{headers['x-headroom-token']}/v1")
answer = plain.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": "Which host failed?"}])
print(answer.choices[0].message.content)
