from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("inbox", "0004_find_who_is_in_line")]

    operations = [
        AddIndexConcurrently(
            model_name="message",
            index=models.Index(
                fields=["conversation", "reply_to_wamid"],
                condition=models.Q(("kind", "reaction")),
                name="message_reaction",
            ),
        ),
    ]
