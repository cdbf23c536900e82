from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('measures', '0003_lean_figures'),
    ]

    operations = [
        # Ties are derived: the next run makes them again, in their new form.
        migrations.RunSQL('TRUNCATE measures_tie', migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name='tie', name='tie_once'),
        migrations.RemoveField(model_name='tie', name='exchanges'),
        migrations.AddField(
            model_name='tie',
            name='heard',
            field=models.PositiveIntegerField(default=0, help_text='how often `one` met or answered the words of `other`'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='tie',
            name='heard_by',
            field=models.PositiveIntegerField(default=0, help_text='how often `other` met or answered the words of `one`'),
            preserve_default=False,
        ),
    ]
