"""The kind of a source is the word of its connector: what was called a shop is called what brings its file in."""

from django.db import migrations, models

KINDS = "UPDATE core_source SET kind = '{}' WHERE kind = '{}'"


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='import',
            name='kind',
            field=models.CharField(help_text='a folder of channels/connectors', max_length=40),
        ),
        migrations.AlterField(
            model_name='source',
            name='kind',
            field=models.CharField(help_text='a folder of channels/connectors', max_length=40),
        ),
        migrations.RunSQL(KINDS.format('orders', 'shop'), KINDS.format('shop', 'orders')),
    ]
