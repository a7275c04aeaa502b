from django.apps import AppConfig, apps
from django.contrib import admin
from django.contrib.admin import apps as admin_apps


class DashboardConfig(AppConfig):
    name = "dashboard"


class OperatorsAdminConfig(admin_apps.AdminConfig):
    default = False  # settings name it; "dashboard" alone means the class above
    default_site = "dashboard.site.OperatorsSite"

    # Their own apps register these, bare. People look after them on their account pages, where
    # they are asked for a password first; here they would be doors around that.
    PRIVATE = ("account.EmailAddress", "mfa.Authenticator", "usersessions.UserSession")

    # The groups of dashboard.branding: these apps are named after their insides.
    NAMES = {"auth": "Members", "axes": "Safety"}

    def ready(self) -> None:
        super().ready()
        for label, name in self.NAMES.items():
            apps.get_app_config(label).verbose_name = name
        for name in self.PRIVATE:
            if admin.site.is_registered(model := apps.get_model(name)):
                admin.site.unregister(model)
