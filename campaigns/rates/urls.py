from django.urls import path

from campaigns.rates import views

urlpatterns = [
    path("", views.prices, name="prices"),
    path("<int:table_id>/", views.table, name="price_table"),
    path("<int:table_id>/rates.csv", views.sheet, name="price_sheet"),
    path("<int:table_id>/tiers.csv", views.tier_sheet, name="tier_sheet"),
    path("<int:table_id>/removal/", views.removal, name="price_removal"),
]
