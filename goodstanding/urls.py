"""Routes: written with the pages."""

urlpatterns = []
