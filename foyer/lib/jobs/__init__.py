"""Work for later: retries and a schedule over django-tasks."""
