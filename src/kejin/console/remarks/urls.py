"""Addresses of remarks and ratings."""

from django.urls import path

from kejin.console.remarks import serving

urlpatterns = [
    path("<int:number>/remark/", serving.make, name="remark_make"),
    path("remarks/<int:number>/settle/", serving.settle, name="remark_settle"),
    path("<int:number>/rate/", serving.rate, name="remark_rate"),
    path("ratings/", serving.ratings, name="office_ratings"),
]
