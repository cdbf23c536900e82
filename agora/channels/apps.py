from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "agora.channels"
    label = "channels"
