app_name = "whatsapp"
urlpatterns: list = []
