from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("inbox", "0003_drop_needless_indexes")]

    operations = [
        AddIndexConcurrently(
            model_name="message",
            index=models.Index(
                fields=["conversation", "id"],
                condition=models.Q(("status__in", ["queued", "sending"])),
                name="message_in_line",
            ),
        ),
    ]
