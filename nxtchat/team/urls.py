from django.urls import path

from nxtchat.team.views import account, entrance, people

app_name = "team"
urlpatterns = [
    path("sign-in/", entrance.SignIn.as_view(), name="sign_in"),
    path("sign-out/", entrance.SignOut.as_view(), name="sign_out"),
    path("welcome/<str:token>/", entrance.welcome, name="welcome"),
    path("account/", account.account, name="account"),
    path("account/password/", account.password, name="password"),
    path("account/tokens/", account.tokens, name="tokens"),
    path("account/tokens/<int:token_id>/revocation/", account.revocation, name="revocation"),
    path("team/", people.team, name="team"),
    path("team/invitations/", people.invitations, name="invitations"),
    path("team/invitations/<int:link_id>/withdrawal/", people.withdrawal, name="withdrawal"),
    path("team/people/<int:agent_id>/role/", people.role, name="role"),
    path("team/people/<int:agent_id>/deactivation/", people.deactivation, name="deactivation"),
    path("team/people/<int:agent_id>/password-link/", people.password_link, name="password_link"),
    path("team/teams/", people.teams, name="teams"),
    path("team/teams/<int:team_id>/members/", people.members, name="members"),
]
