from os import environ

from generated import AuthenticatedClient
from generated.api.tasks import create_task, get_task
from generated.models import CreateTask, ErrorResponse, TaskResponse

user = environ["API_USER"]
client = AuthenticatedClient(environ["API_URL"], environ["API_TOKEN"])

body = CreateTask(title="Made by openapi-python-client")
created = create_task.sync(user, client=client, body=body)
assert isinstance(created, TaskResponse)
found = get_task.sync(user, created.data.id, client=client)
assert isinstance(found, TaskResponse) and found.data.description is None

missing = get_task.sync(user, 1_000_000, client=client)
assert isinstance(missing, ErrorResponse)
print(missing.error.code)
