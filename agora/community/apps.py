from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "agora.community"
    label = "community"
