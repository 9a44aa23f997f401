app_name = "pretend"
urlpatterns: list = []
