"""Extensions, the text search dictionary without accents, and the unlogged tables for cache and limits."""

from django.contrib.postgres.operations import BtreeGinExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

CACHE = """
CREATE UNLOGGED TABLE core_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX core_cache_expires ON core_cache (expires);
"""
SPENDING = "CREATE UNLOGGED TABLE core_spending (key varchar(200) PRIMARY KEY, win bigint NOT NULL, spent bigint NOT NULL)"


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        BtreeGinExtension(),
        migrations.RunSQL(CACHE, "DROP TABLE core_cache"),
        migrations.RunSQL(SPENDING, "DROP TABLE core_spending"),
    ]
