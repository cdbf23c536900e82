from ninja import NinjaAPI

api = NinjaAPI(title="Agora", version="1")
