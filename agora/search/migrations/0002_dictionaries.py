"""Text search configurations that fold accents before they stem, one per language we stem."""

from django.db import migrations

LANGUAGES = ["english", "german", "spanish", "french", "dutch", "italian", "portuguese", "simple"]
MAKE = """
CREATE TEXT SEARCH CONFIGURATION agora_{0} (COPY = pg_catalog.{0});
ALTER TEXT SEARCH CONFIGURATION agora_{0} ALTER MAPPING FOR hword, hword_part, word WITH unaccent, {1};
"""


def stemmer(language):
    return "simple" if language == "simple" else f"{language}_stem"


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial"), ("core", "0001_ground")]
    operations = [
        migrations.RunSQL(MAKE.format(name, stemmer(name)), f"DROP TEXT SEARCH CONFIGURATION agora_{name}")
        for name in LANGUAGES
    ]
