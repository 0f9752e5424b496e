using static Exchange.Consent.Tests.Expectations;

namespace Exchange.Consent.Tests;

public sealed class RoleTests
{
    private static readonly DecisionInput Asking = Covenants.Asking with { Partner = "oov", Role = "coordinator", Roles = ["coordinator", "analyst"], Source = "politie" };

    [Fact]
    public void Decide_Grant_UsesTheActingRoleOnly()
    {
        var covenant = Covenants.With(Identity, """id: "1", grant: full, categories: [police], to: { role: analyst }""");

        covenant.Refuses(Asking);
        covenant.Grants(Asking with { Role = "analyst" });
    }

    [Fact]
    public void Decide_Cap_LooksAtEveryRoleOfTheToken()
    {
        var covenant = Covenants.With(Identity, """id: "1", grant: full, categories: [police]""", """id: "2", cap: none, categories: [police], to: { role: analyst }""");

        covenant.Gives(Asking, Level.None, "2", DecisionReason.Capped);
        covenant.Grants(Asking with { Roles = ["coordinator"] });
    }

    [Fact]
    public void Decide_CapOnARoleThatThePartnerDoesNotList_StillLooksAtTheToken()
    {
        var covenant = Covenants.With(Identity, """id: "1", grant: full, categories: [police]""", """id: "2", cap: none, categories: [police], to: { role: caseworker }""");

        covenant.Gives(Asking with { Roles = ["coordinator", "caseworker"] }, Level.None, "2", DecisionReason.Capped);
    }

    [Fact]
    public void Decide_TokenUnknown_AppliesCapsThatTestRoles()
    {
        var covenant = Covenants.With(Identity, """id: "1", grant: full, categories: [police]""", """id: "2", cap: none, categories: [police], to: { role: analyst }""");

        covenant.Gives(Asking with { Roles = null }, Level.None, "2", DecisionReason.Capped);
    }

    [Fact]
    public void Decide_TokenRoleThatTheCovenantDoesNotDefine_IsIgnored() =>
        Covenants.With(Identity, """id: "1", grant: full, categories: [police]""", """id: "2", cap: none, categories: [police], to: { role: analyst }""")
            .Grants(Asking with { Roles = ["coordinator", "offline_access"] });

    [Fact]
    public void Decide_ActingRoleNotInTheToken_GivesNone() =>
        Covenants.With(Identity, """id: "1", grant: full""").Refuses(Asking with { Roles = ["analyst"] });

    [Fact]
    public void Decide_SeveralCapsByRole_TheSetOfRolesDecides()
    {
        var covenant = Covenants.With(
            Identity,
            """id: "1", grant: full, categories: [police]""",
            """id: "2", cap: pseudonymised, categories: [police], to: { role: analyst }""",
            """id: "3", cap: anonymised, categories: [police], to: { role: [secretary, caseworker] }""");

        covenant.Gives(Asking, Level.Pseudonymised, "2", DecisionReason.Capped);
        covenant.Gives(Asking with { Roles = ["secretary", "coordinator"] }, Level.Anonymised, "3", DecisionReason.Capped);
        covenant.Gives(Asking with { Roles = ["analyst", "secretary", "coordinator"] }, Level.Anonymised, "3", DecisionReason.Capped);
    }
}
